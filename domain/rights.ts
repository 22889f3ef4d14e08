/**
 * What a member of staff or an API client may do. A route asks for a right, and the audit log records it; a
 * municipality gives roles to people and scopes to programs.
 */
export const rights = [
  'transfers:write',
  /** Where a request stands, and its timeline: ids and codes, no personal data. */
  'residents:read',
  /** Names, addresses and their history: the search, the detail, the movers list. */
  'residents:view',
  /** The same for protected residents (DV), who are masked without this right. */
  'residents:view-protected',
  /** Search by personal number, and its display; each needs a reason. */
  'residents:view-personal-number',
  'residents:update',
  /** Approves what somebody else has entered (four-eyes rule). */
  'residents:approve',
  'movers:read',
  'errors:read',
  'errors:work',
  'loads:read',
  'loads:work',
  /** The bad lines of a load as received, with names and personal numbers. */
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
  /** Operates the installation and sees no resident. */
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
  /** Reads who looked at whom; sees residents only as ids in the log. */
  auditor: ['audit:read', 'counts:read', 'hours:read'],
};

/** The rights of a person with several roles in one municipality. */
export function rightsOfRoles(assignedRoles: readonly Role[]): ReadonlySet<Right> {
  return new Set(assignedRoles.flatMap((role) => rightsOfRole[role]));
}
