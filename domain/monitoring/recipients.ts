/** Who is told of an incident. */
import { parentOf } from '../organisations.ts';
import type { Incident, Transition } from './incidents.ts';
import { severities, type Severity } from './names.ts';

export const recipientKinds = ['mail', 'webhook'] as const;
export type RecipientKind = (typeof recipientKinds)[number];

export interface Recipient {
  organisation: string;
  kind: RecipientKind;
  /** An address of mail, or of HTTP, which is called in the shape of Alertmanager's webhook. */
  address: string;
  /** Told of incidents from this severity on. */
  severity: Severity;
  /** 0: told at once. More: told when nobody has acknowledged the incident in so many minutes. */
  afterMinutes: number;
}

type Concerned = Pick<Incident, 'organisation' | 'severity'>;

const reaches = ({ severity }: Recipient, incident: Concerned): boolean =>
  severities.indexOf(severity) <= severities.indexOf(incident.severity);

/**
 * The recipients of an organisation's incidents; where it has named none, those of the organisation above, so that no
 * incident is told to nobody.
 */
function nearest(recipients: readonly Recipient[], incident: Concerned, atOnce: boolean): Recipient[] {
  const fitting = recipients.filter((each) => (each.afterMinutes === 0) === atOnce && reaches(each, incident));
  for (let at: string | null = incident.organisation; at !== null; at = parentOf(at)) {
    const own = fitting.filter(({ organisation }) => organisation === at);
    if (own.length > 0) return own;
  }
  return [];
}

/** After how many minutes without an acknowledgement more people are told of the incident, in their order. */
export function escalationMinutes(recipients: readonly Recipient[], incident: Concerned): number[] {
  const minutes = nearest(recipients, incident, false).map(({ afterMinutes }) => afterMinutes);
  return [...new Set(minutes)].toSorted((a, b) => a - b);
}

/** Who is told of a transition. Of the end hears whoever heard of the beginning or of the escalation. */
export function recipientsOf(
  recipients: readonly Recipient[],
  incident: Concerned & Pick<Incident, 'escalatedAt' | 'escalatedMinutes'>,
  transition: Transition,
): Recipient[] {
  const atOnce = nearest(recipients, incident, true);
  if (transition === 'opened') return unique(atOnce);
  const escalated = nearest(recipients, incident, false).filter(
    ({ afterMinutes }) => incident.escalatedAt !== null && afterMinutes <= incident.escalatedMinutes,
  );
  return unique(transition === 'escalated' ? escalated : [...atOnce, ...escalated]);
}

function unique(recipients: readonly Recipient[]): Recipient[] {
  return [...new Map(recipients.map((each) => [`${each.kind} ${each.address}`, each])).values()];
}
