import type { Language } from '../config/language.ts';
import { checkMessages } from './messages/check.ts';
import { clientsMessages } from './messages/clients.ts';
import { commonMessages } from './messages/common.ts';
import { confirmationsMessages } from './messages/confirmations.ts';
import { demoMessages } from './messages/demo.ts';
import { doctorMessages } from './messages/doctor.ts';
import { errorsMessages } from './messages/errors.ts';
import { generateMessages } from './messages/generate.ts';
import { hoursMessages } from './messages/hours.ts';
import { inputMessages } from './messages/input.ts';
import { loadsMessages } from './messages/loads.ts';
import { participantsMessages } from './messages/participants.ts';
import { residentDetailMessages } from './messages/resident-detail.ts';
import { residentsMessages } from './messages/residents.ts';
import { stackMessages } from './messages/stack.ts';
import { signInMessages } from './messages/sign-in.ts';
import { staffMessages } from './messages/staff.ts';
import { auditMessages } from './messages/audit.ts';
import { migrateMessages } from './messages/migrate.ts';
import { moversMessages } from './messages/movers.ts';
import { overviewMessages } from './messages/overview.ts';
import { updatesMessages } from './messages/updates.ts';
import { talkingMessages } from './messages/talking.ts';
import { usageMessages } from './messages/usage.ts';

/** A file for each family of commands; a test finds a name that two of them use. */
export const families = [
  checkMessages,
  clientsMessages,
  commonMessages,
  confirmationsMessages,
  demoMessages,
  doctorMessages,
  errorsMessages,
  generateMessages,
  hoursMessages,
  inputMessages,
  loadsMessages,
  participantsMessages,
  residentDetailMessages,
  residentsMessages,
  stackMessages,
  signInMessages,
  staffMessages,
  auditMessages,
  migrateMessages,
  moversMessages,
  overviewMessages,
  updatesMessages,
  talkingMessages,
  usageMessages,
] as const;

/** Every sentence the command says, but those of the failure catalogue and of local/. */
export const messages = {
  ...checkMessages,
  ...clientsMessages,
  ...commonMessages,
  ...confirmationsMessages,
  ...demoMessages,
  ...doctorMessages,
  ...errorsMessages,
  ...generateMessages,
  ...hoursMessages,
  ...inputMessages,
  ...loadsMessages,
  ...participantsMessages,
  ...residentDetailMessages,
  ...residentsMessages,
  ...stackMessages,
  ...signInMessages,
  ...staffMessages,
  ...auditMessages,
  ...migrateMessages,
  ...moversMessages,
  ...overviewMessages,
  ...updatesMessages,
  ...talkingMessages,
  ...usageMessages,
};

export type MessageKey = keyof typeof messages;
export type Values = Readonly<Record<string, string | number>>;

export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(messages, key);
}

/** The sentence in the reader's language. */
export function text(key: MessageKey, language: Language, values: Values = {}): string {
  return messages[key][language].replaceAll(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
}
