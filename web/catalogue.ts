/** Every sentence of the pages, except those of the failure catalogue and of the rules, which the domain has. */
import { auditActionMessages } from './audit/action-messages.ts';
import { auditMessages } from './audit/messages.ts';
import type { Language, Message } from './components/message.ts';
import { nameMessages } from './components/name-messages.ts';
import { confirmationMessages } from './confirmations/messages.ts';
import { errorMessages } from './errors/messages.ts';
import { errorRetryMessages } from './errors/retry-messages.ts';
import { hoursMessages } from './hours/messages.ts';
import { answerMessages } from './inquiries/answer-messages.ts';
import { inquiryMessages } from './inquiries/messages.ts';
import { inquiryWorkMessages } from './inquiries/work-messages.ts';
import { loadMessages } from './loads/messages.ts';
import { homeMessages } from './overview/messages.ts';
import { residentMessages } from './residents/detail-messages.ts';
import { residentSearchMessages } from './residents/messages.ts';
import { backupMessages } from './backups/messages.ts';
import { jobMessages } from './jobs/messages.ts';
import { deliveryMessages } from './deliveries/messages.ts';
import { dayMessages } from './operating-days/messages.ts';
import { incidentMessages } from './monitoring/messages.ts';
import { boardMessages } from './organisations/messages.ts';
import { addressUpdateMessages } from './updates/form-messages.ts';
import { moverMessages } from './residents/movers/messages.ts';
import { shellMessages } from './shell/messages.ts';
import { signInMessages } from './sign-in/messages.ts';
import { staffMessages } from './staff/messages.ts';
import { approvalMessages } from './updates/messages.ts';

export const catalogue = {
  ...shellMessages,
  ...nameMessages,
  ...signInMessages,
  ...homeMessages,
  ...boardMessages,
  ...incidentMessages,
  ...inquiryMessages,
  ...inquiryWorkMessages,
  ...answerMessages,
  ...dayMessages,
  ...jobMessages,
  ...backupMessages,
  ...deliveryMessages,
  ...residentSearchMessages,
  ...residentMessages,
  ...addressUpdateMessages,
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

/** Checks a key that contains what the server says. */
export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(catalogue, key);
}

export type MessageValues = Readonly<Record<string, string | number>>;

export function textOf(key: MessageKey, language: Language, values: MessageValues = {}): string {
  return catalogue[key][language].replaceAll(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
}
