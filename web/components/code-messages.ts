/** Names of what the data of residents hold as codes. */
import { asMessages, eventNames, sexNames, stepNames } from '../../contracts/names.ts';
import { capitalise } from './name-messages.ts';

export const codeMessages = {
  ...asMessages('resident.sex', sexNames, capitalise),
  ...asMessages('resident.step', stepNames, capitalise),
  ...asMessages('resident.event', eventNames, capitalise),
} as const;
