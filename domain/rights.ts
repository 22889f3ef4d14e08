import { nation, standsBelow, type Tier } from './organisations.ts';

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
  /** The workflows themselves, in the Temporal Web UI: their steps, with ids and codes and no personal data. */
  'workflows:read',
  'confirmations:read',
  'confirmations:run',
  'counts:read',
  'hours:read',
  /** Changes the own organisation's part of the calendar; what the nation changes, a second person approves. */
  'hours:change',
  'hours:approve',
  /** Asks for an exception from the common hours, and agrees to those of others (seed J, point 6). */
  'exceptions:ask',
  'exceptions:agree',
  /** The board of servers and the operating day. */
  'servers:read',
  'servers:operate',
  'incidents:read',
  /** Acknowledges an incident, notes what was done, and silences an alarm for a time. */
  'incidents:work',
  /** Raises and ends alarms of others, as Alertmanager does. */
  'alarms:write',
  'backups:read',
  'backups:run',
  'statistics:read',
  /** Job nets, their days and runs. */
  'jobs:read',
  /** Runs a net now, pauses it, skips a day, resumes or abandons a day that stands still. */
  'jobs:run',
  /** Applies the definition of the own nets. */
  'jobs:define',
  /** What is delivered, and who has it. */
  'deliveries:read',
  /** Switches the own server back to the version before. */
  'deliveries:work',
  /** Proposes what is delivered, starts and stops it, withdraws it (the national body alone). */
  'deliveries:publish',
  /** Approves what somebody else has proposed, which is then signed. */
  'deliveries:approve',
  /** The own inquiries at the call centre, and its answers; the national body those of all. */
  'inquiries:read',
  'inquiries:ask',
  /** Answers inquiries, notes, merges, and keeps the collection of answers. */
  'inquiries:answer',
  'audit:read',
  'staff:administer',
  'municipalities:administer',
  'clients:administer',
] as const;
export type Right = (typeof rights)[number];

/** 業務担当者, 監督者, システム管理者, 監査担当者, システム管理部門: the roles in a municipality. */
export const roles = ['clerk', 'supervisor', 'administrator', 'auditor', 'manager'] as const;
export type Role = (typeof roles)[number];

/** システム管理者, システム管理部門, 監査担当者, コールセンター: the roles in a prefecture and in the national body (seed J). */
export const operationRoles = ['administrator', 'manager', 'auditor', 'call-centre'] as const;
export type OperationRole = (typeof operationRoles)[number];
export type AnyRole = Role | OperationRole;

/** The roles that an organisation of a tier gives to its people. The call centre is the national body's alone. */
export const rolesOfTier: Readonly<Record<Tier, readonly AnyRole[]>> = {
  nation: operationRoles,
  prefecture: ['administrator', 'manager', 'auditor'],
  municipality: roles,
};

const clerk = [
  'residents:read',
  'residents:view',
  'residents:update',
  'movers:read',
  'errors:read',
  'confirmations:read',
  'loads:read',
  'counts:read',
  'statistics:read',
  'hours:read',
  'servers:read',
] as const satisfies readonly Right[];

/** What each of these roles may do in every tier (seed J, 運用担当とその業務内容). */
const operation = {
  /** Runs the own servers. */
  administrator: [
    'hours:read',
    'exceptions:ask',
    'exceptions:agree',
    'servers:read',
    'servers:operate',
    'incidents:read',
    'incidents:work',
    'backups:read',
    'backups:run',
    'statistics:read',
    'jobs:read',
    'jobs:run',
    'deliveries:read',
    'deliveries:work',
    'inquiries:read',
    'inquiries:ask',
    'staff:administer',
  ],
  /** Plans operation and maintenance, and decides when something is wrong. */
  manager: [
    'hours:read',
    'hours:change',
    'hours:approve',
    'exceptions:ask',
    'exceptions:agree',
    'servers:read',
    'incidents:read',
    'incidents:work',
    'backups:read',
    'statistics:read',
    'jobs:read',
    'jobs:define',
    'deliveries:read',
    'inquiries:read',
  ],
  /** Reads who looked at what. */
  auditor: ['audit:read', 'hours:read'],
  /** Answers the administrators of municipalities and prefectures. */
  'call-centre': ['hours:read', 'servers:read', 'incidents:read', 'inquiries:read', 'inquiries:answer'],
} as const satisfies Readonly<Record<OperationRole, readonly Right[]>>;

/** What is delivered, the national body alone decides: one proposes, another approves. */
const nationAlone: Partial<Record<OperationRole, readonly Right[]>> = {
  administrator: ['deliveries:publish', 'deliveries:approve'],
  manager: ['deliveries:publish', 'deliveries:approve'],
};
/** It asks nobody: the call centre is its own. */
const notTheNation: readonly Right[] = ['inquiries:ask'];

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
    'workflows:read',
    'confirmations:run',
  ],
  /** Operates the installation and sees no resident. */
  administrator: [
    'errors:read',
    'loads:read',
    'loads:work',
    'workflows:read',
    'confirmations:read',
    'confirmations:run',
    'counts:read',
    'hours:change',
    ...operation.administrator,
  ],
  /** Reads who looked at whom; sees residents only as ids in the log. */
  auditor: ['counts:read', ...operation.auditor],
  manager: ['counts:read', ...operation.manager],
};

/** Nobody of a prefecture or of the national body sees a resident. */
export function rightsOfOperationRole(tier: Tier, role: OperationRole): readonly Right[] {
  if (tier !== 'nation') return operation[role];
  return [...operation[role].filter((right) => !notTheNation.includes(right)), ...(nationAlone[role] ?? [])];
}

/** The rights of a person with several roles in one municipality. */
export function rightsOfRoles(assignedRoles: readonly Role[]): ReadonlySet<Right> {
  return new Set(assignedRoles.flatMap((role) => rightsOfRole[role]));
}

/** The rights of a person with several roles in an organisation of a tier; roles that the tier does not give count for nothing. */
export function rightsInTier(tier: Tier, assignedRoles: readonly AnyRole[]): ReadonlySet<Right> {
  if (tier === 'municipality') return rightsOfRoles(roles.filter((role) => assignedRoles.includes(role)));
  const given = operationRoles.filter((role) => rolesOfTier[tier].includes(role) && assignedRoles.includes(role));
  return new Set(given.flatMap((role) => rightsOfOperationRole(tier, role)));
}

/** Rights that the national body has over everybody (seed J: it runs and watches the servers of the whole country). */
const nationwide: readonly Right[] = [
  'servers:operate',
  'incidents:work',
  'jobs:run',
  'deliveries:work',
  'inquiries:read',
  'inquiries:answer',
];
/** Rights to read that reach the organisations above, whose servers and hours one's own depend on. */
const upward: readonly Right[] = ['servers:read', 'hours:read', 'incidents:read', 'jobs:read', 'deliveries:read'];
/** Rights to read that reach the organisations below. */
const downward: readonly Right[] = [...upward, 'statistics:read'];

/** Whether somebody who has `right` in `acting` has it over `organisation` too. */
export function reaches(right: Right, acting: string, organisation: string): boolean {
  if (acting === organisation) return true;
  if (standsBelow(organisation, acting)) {
    return downward.includes(right) || (acting === nation && nationwide.includes(right));
  }
  return standsBelow(acting, organisation) && upward.includes(right);
}
