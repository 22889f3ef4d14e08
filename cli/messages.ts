import type { Language } from '../config/language.ts';
import { auditMessages } from './audit/messages.ts';
import { backupsMessages } from './backups/messages.ts';
import { checkMessages } from './check/messages.ts';
import { talkingMessages } from './client/messages.ts';
import { clientsMessages } from './clients/messages.ts';
import { monitoringMessages } from './monitoring/messages.ts';
import { organisationsMessages } from './organisations/messages.ts';
import { confirmationsMessages } from './confirmations/messages.ts';
import { deliveriesMessages } from './deliveries/messages.ts';
import { demoMessages } from './demo/messages.ts';
import { errorsMessages } from './errors/messages.ts';
import { generateMessages } from './generate/messages.ts';
import { hoursMessages } from './hours/messages.ts';
import { jobsMessages } from './jobs/messages.ts';
import { inquiriesMessages } from './inquiries/messages.ts';
import { loadsMessages } from './loads/messages.ts';
import { operatingDaysMessages } from './operating-days/messages.ts';
import { overviewMessages } from './overview/messages.ts';
import { participantsMessages } from './participants/messages.ts';
import { residentDetailMessages } from './residents/detail-messages.ts';
import { residentsMessages } from './residents/messages.ts';
import { moversMessages } from './residents/movers/messages.ts';
import { signInMessages } from './sign-in/messages.ts';
import { doctorMessages } from './stack/doctor-messages.ts';
import { stackMessages } from './stack/messages.ts';
import { migrateMessages } from './stack/migrate-messages.ts';
import { staffMessages } from './staff/messages.ts';
import { inputMessages } from './terminal/input-messages.ts';
import { newsMessages } from './news/messages.ts';
import { commonMessages } from './terminal/messages.ts';
import { usageMessages } from './terminal/usage-messages.ts';
import { updatesMessages } from './updates/messages.ts';

/** Every sentence of the command, except those of the failure catalogue and of local/. */
export const messages = {
  ...backupsMessages,
  ...checkMessages,
  ...clientsMessages,
  ...monitoringMessages,
  ...organisationsMessages,
  ...commonMessages,
  ...confirmationsMessages,
  ...deliveriesMessages,
  ...demoMessages,
  ...doctorMessages,
  ...errorsMessages,
  ...generateMessages,
  ...hoursMessages,
  ...inputMessages,
  ...jobsMessages,
  ...inquiriesMessages,
  ...loadsMessages,
  ...participantsMessages,
  ...residentDetailMessages,
  ...residentsMessages,
  ...stackMessages,
  ...signInMessages,
  ...staffMessages,
  ...auditMessages,
  ...migrateMessages,
  ...moversMessages,
  ...newsMessages,
  ...operatingDaysMessages,
  ...overviewMessages,
  ...updatesMessages,
  ...talkingMessages,
  ...usageMessages,
};

export type MessageKey = keyof typeof messages;
export type Values = Readonly<Record<string, string | number>>;

export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(messages, key);
}

export function text(key: MessageKey, language: Language, values: Values = {}): string {
  return messages[key][language].replaceAll(/\{(\w+)\}/gu, (whole, name: string) => String(values[name] ?? whole));
}
