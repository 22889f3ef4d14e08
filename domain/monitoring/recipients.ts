/** Who is told of an incident. */
import type { Incident, Transition } from './incidents.ts';
import { type Severity } from './target-state.ts';

export interface Recipient {
  /** `mailto:` or an address of HTTP, which is called in the shape of Alertmanager's webhook. */
  address: string;
  /** Whose incidents; `*` for those of everybody. */
  organisation: string;
  severities: readonly Severity[];
  /** Told only of what nobody acknowledged in time. */
  escalation: boolean;
}

/** The addresses to be told, each once. Of the end hears whoever heard of the beginning. */
export function recipientsOf(
  recipients: readonly Recipient[],
  { organisation, severity, escalatedAt }: Pick<Incident, 'organisation' | 'severity' | 'escalatedAt'>,
  transition: Transition,
): string[] {
  const fits = (recipient: Recipient): boolean => {
    if (recipient.organisation !== '*' && recipient.organisation !== organisation) return false;
    if (!recipient.severities.includes(severity)) return false;
    if (transition === 'closed') return !recipient.escalation || escalatedAt !== null;
    return recipient.escalation === (transition === 'escalated');
  };
  return [...new Set(recipients.filter(fits).map(({ address }) => address))];
}
