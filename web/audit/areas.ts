/** The areas of the actions in the audit log, by the first word of their codes, in the order of the search. */
export const auditAreas = [
  'residents',
  'movers',
  'errors',
  'loads',
  'confirmations',
  'hours',
  'staff',
  'audit',
  'jobs',
  'servers',
  'backups',
  'deliveries',
  'inquiries',
  'settings',
] as const;
export type AuditArea = (typeof auditAreas)[number];

const areaOfWord: Readonly<Record<string, AuditArea>> = {
  numbers: 'residents',
  releases: 'deliveries',
  rollouts: 'deliveries',
  answers: 'inquiries',
  municipalities: 'settings',
  clients: 'settings',
};

/** What belongs to no area stands with the settings. */
export function areaOf(action: string): AuditArea {
  const [word = ''] = action.split('.');
  return areaOfWord[word] ?? auditAreas.find((area) => area === word) ?? 'settings';
}
