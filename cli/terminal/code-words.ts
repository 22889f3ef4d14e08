import { failures, isAcquisitionFailureCode } from '../../domain/failures.ts';
import { numberSystems } from '../../domain/number-systems.ts';
import { isParticipantName, participants } from '../../domain/participants.ts';
import { sexes } from '../../domain/values/sex.ts';
import { say, type Context } from './context.ts';
import { isMessageKey } from '../messages.ts';

/** Names of what the data of residents hold as codes. A code without a name is shown as it is. */
const systems: Readonly<Partial<Record<string, { ja: string; en: string }>>> = numberSystems;

export function systemWord({ language }: Context, numberSystem: string | null): string {
  if (numberSystem === null) return '';
  const name = systems[numberSystem];
  return name ? `${numberSystem} ${name[language]}` : numberSystem;
}

export function participantWord({ language }: Context, participant: string): string {
  return isParticipantName(participant) ? participants[participant][language] : participant;
}

export function failureWord({ language }: Context, code: string): string {
  return isAcquisitionFailureCode(code) ? failures[code][language] : code;
}

export function stepWord(context: Context, step: string | null): string {
  return wordOf(context, 'step', step);
}

export function eventWord(context: Context, event: string): string {
  return wordOf(context, 'event', event);
}

export function stageWord(context: Context, stage: string | null): string {
  return wordOf(context, 'load.stage', stage);
}

function wordOf(context: Context, prefix: string, code: string | null): string {
  if (code === null) return '';
  const key = `${prefix}.${code}`;
  return isMessageKey(key) ? say(context, key) : code;
}

export function sexWord(context: Context, sex: string | null): string {
  const known = sexes.find((each) => each === sex);
  return known ? say(context, `sex.${known}`) : (sex ?? '');
}
