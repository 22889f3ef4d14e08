/** Where the runbook says what to do. Its sections are found by the codes of causes and by kinds of targets. */
import { knownCauses } from './causes.ts';

/** Causes that say only that something does not answer: what it is says what to do. */
const ofAnything = /^(?:TIMEOUT|REFUSED|RESET|UNREACHABLE|NAME_UNKNOWN|ANSWER_UNREADABLE|FAILED|ERROR|STATUS_\d{3})$/u;

/** The address of the section about an incident, on fugo's own server. */
export function runbookOf({ cause, target }: { cause: string; target: string | null }, language: 'ja' | 'en'): string {
  return `/guides/runbook${language === 'ja' ? '' : '-en'}#${sectionOf(cause, target)}`;
}

function sectionOf(cause: string, target: string | null): string {
  if (ofAnything.test(cause)) {
    if (target?.startsWith('server/') === true) return 'server';
    if (target?.startsWith('device/') === true) return 'tcp';
    return cause.startsWith('STATUS_') ? 'FAILED' : cause;
  }
  return knownCauses.includes(cause) ? cause : 'alarm';
}
