/** Every sentence of the pages, but those of the failure catalogue and of the rules, which the domain has. */
import { approvalMessages } from './approvals.ts';
import { auditActionMessages } from './audit-actions.ts';
import { auditMessages } from './audit.ts';
import { confirmationMessages } from './confirmations.ts';
import { errorRetryMessages } from './error-retries.ts';
import { errorMessages } from './errors.ts';
import { homeMessages } from './home.ts';
import { hoursMessages } from './hours.ts';
import { loadMessages } from './loads.ts';
import type { Language, Message } from './message.ts';
import { moverMessages } from './movers.ts';
import { nameMessages } from './names.ts';
import { residentMessages } from './residents.ts';
import { shellMessages } from './shell.ts';
import { signInMessages } from './sign-in.ts';
import { staffMessages } from './staff.ts';

export const catalogue = {
  ...shellMessages,
  ...nameMessages,
  ...signInMessages,
  ...homeMessages,
  ...residentMessages,
  ...approvalMessages,
  ...errorMessages,
  ...errorRetryMessages,
  ...moverMessages,
  ...confirmationMessages,
  ...loadMessages,
  ...hoursMessages,
  ...auditMessages,
  ...auditActionMessages,
  ...staffMessages,
} as const satisfies Record<string, Message>;

export type MessageKey = keyof typeof catalogue;

/** Of a key put together from what the server says. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(catalogue, key);
}

export type MessageValues = Readonly<Record<string, string | number>>;

export function textOf(key: MessageKey, language: Language, values: MessageValues = {}): string {
  return catalogue[key][language].replaceAll(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
}
