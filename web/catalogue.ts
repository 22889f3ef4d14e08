/**
 * The words of the pages. Each room's are in its `messages.ts`, and are fetched with the first page that uses one of them:
 * the build adds that import to every source that names a message (`words-plugin.ts`). Nothing here may import them, or
 * all would be fetched before the first page is shown.
 */
import type { Language, Message } from './components/message.ts';
import type { codeMessages } from './components/code-messages.ts';
import type { componentMessages } from './components/messages.ts';
import type { auditActionMessages } from './audit/action-messages.ts';
import type { auditMessages } from './audit/messages.ts';
import type { nameMessages } from './components/name-messages.ts';
import type { confirmationMessages } from './confirmations/messages.ts';
import type { errorMessages } from './errors/messages.ts';
import type { errorRetryMessages } from './errors/retry-messages.ts';
import type { hoursMessages } from './hours/messages.ts';
import type { answerMessages } from './inquiries/answer-messages.ts';
import type { inquiryMessages } from './inquiries/messages.ts';
import type { inquiryWorkMessages } from './inquiries/work-messages.ts';
import type { loadMessages } from './loads/messages.ts';
import type { homeMessages } from './overview/messages.ts';
import type { residentMessages } from './residents/detail-messages.ts';
import type { residentSearchMessages } from './residents/messages.ts';
import type { backupMessages } from './backups/messages.ts';
import type { jobMessages } from './jobs/messages.ts';
import type { deliveryMessages } from './deliveries/messages.ts';
import type { newsMessages } from './news/messages.ts';
import type { dayMessages } from './operating-days/messages.ts';
import type { incidentMessages } from './monitoring/messages.ts';
import type { boardMessages } from './organisations/messages.ts';
import type { addressUpdateMessages } from './updates/form-messages.ts';
import type { moverMessages } from './residents/movers/messages.ts';
import type { shellMessages } from './shell/messages.ts';
import type { signInMessages } from './sign-in/messages.ts';
import type { staffMessages } from './staff/messages.ts';
import type { approvalMessages } from './updates/messages.ts';

type KeysOf<Messages extends Readonly<Record<string, Message>>> = keyof Messages;
export type MessageKey =
  | KeysOf<typeof codeMessages>
  | KeysOf<typeof componentMessages>
  | KeysOf<typeof auditActionMessages>
  | KeysOf<typeof auditMessages>
  | KeysOf<typeof nameMessages>
  | KeysOf<typeof confirmationMessages>
  | KeysOf<typeof errorMessages>
  | KeysOf<typeof errorRetryMessages>
  | KeysOf<typeof hoursMessages>
  | KeysOf<typeof answerMessages>
  | KeysOf<typeof inquiryMessages>
  | KeysOf<typeof inquiryWorkMessages>
  | KeysOf<typeof loadMessages>
  | KeysOf<typeof homeMessages>
  | KeysOf<typeof residentMessages>
  | KeysOf<typeof residentSearchMessages>
  | KeysOf<typeof backupMessages>
  | KeysOf<typeof jobMessages>
  | KeysOf<typeof deliveryMessages>
  | KeysOf<typeof newsMessages>
  | KeysOf<typeof dayMessages>
  | KeysOf<typeof incidentMessages>
  | KeysOf<typeof boardMessages>
  | KeysOf<typeof addressUpdateMessages>
  | KeysOf<typeof moverMessages>
  | KeysOf<typeof shellMessages>
  | KeysOf<typeof signInMessages>
  | KeysOf<typeof staffMessages>
  | KeysOf<typeof approvalMessages>;

const known = new Map<string, Message>();

/**
 * Called by each file of messages, when it has been fetched.
 * @public By what the build adds to the file (words-plugin.ts).
 */
export function addMessages(messages: Readonly<Record<string, Message>>): void {
  for (const [key, message] of Object.entries(messages)) known.set(key, message);
}

/** Checks a key that contains what the server says. */
export function isMessageKey(key: string): key is MessageKey {
  return known.has(key);
}

export type MessageValues = Readonly<Record<string, string | number>>;

export function textOf(key: MessageKey, language: Language, values: MessageValues = {}): string {
  const message = known.get(key);
  if (!message) {
    // A mistake of the build, which the tests of the pages see. Whoever reads can still go on.
    reportError(new Error(`the words of ${key} were not fetched`));
    return key;
  }
  return message[language].replaceAll(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
}
