/**
 * What a member of staff or a client of the API may do. A right is what a route asks for and what an entry of the audit
 * log is about; a role is what a municipality gives to a person (design §1), a scope what it gives to a program.
 */
export const rights = [
  'transfers:write',
  /** Where a request stands and its timeline: ids and codes, no personal data. */
  'residents:read',
  /** Names, addresses and their history: the search, the detail, the movers list. */
  'residents:view',
  /** The same of residents under protection (DV), who are masked without it. */
  'residents:view-protected',
  /** Search by a personal number, and its display: each with a reason. */
  'residents:view-personal-number',
  'residents:update',
  /** Approves what somebody else has entered (four eyes). */
  'residents:approve',
  'movers:read',
  'errors:read',
  'errors:work',
  'loads:read',
  'loads:work',
  /** The bad lines of a load as they came in: names and personal numbers. */
  'loads:view-lines',
  'confirmations:read',
  'confirmations:run',
  'counts:read',
  'hours:read',
  'hours:change',
  'audit:read',
  'staff:administer',
  'municipalities:administer',
  'clients:administer',
] as const;
export type Right = (typeof rights)[number];

/** 業務担当者, 監督者, システム管理者, 監査担当者. */
export const roles = ['clerk', 'supervisor', 'administrator', 'auditor'] as const;
export type Role = (typeof roles)[number];

const clerk = [
  'residents:read',
  'residents:view',
  'residents:update',
  'movers:read',
  'errors:read',
  'confirmations:read',
  'loads:read',
  'counts:read',
  'hours:read',
] as const satisfies readonly Right[];

export const rightsOfRole: Readonly<Record<Role, readonly Right[]>> = {
  clerk,
  supervisor: [
    ...clerk,
    'residents:view-protected',
    'residents:view-personal-number',
    'residents:approve',
    'errors:work',
    'loads:work',
    'loads:view-lines',
    'confirmations:run',
  ],
  /** Runs the installation and sees no resident. */
  administrator: [
    'errors:read',
    'loads:read',
    'loads:work',
    'confirmations:read',
    'confirmations:run',
    'counts:read',
    'hours:read',
    'hours:change',
    'staff:administer',
  ],
  /** Looks at who looked; at residents only through the log's ids. */
  auditor: ['audit:read', 'counts:read', 'hours:read'],
};

/** Of a person with several roles in one municipality. */
export function rightsOfRoles(given: readonly Role[]): ReadonlySet<Right> {
  return new Set(given.flatMap((role) => rightsOfRole[role]));
}
