import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './schema/municipalities.ts',
    './schema/persons.ts',
    './schema/error-list.ts',
    './schema/confirmations.ts',
    './schema/proposed-updates.ts',
    './schema/proposals.ts',
    './schema/mailboxes.ts',
    './schema/loads.ts',
    './schema/staff.ts',
    './schema/organisations.ts',
    './schema/calendars.ts',
    './schema/operating-days.ts',
    './schema/monitoring.ts',
    './schema/backups.ts',
    './schema/jobs.ts',
    './schema/deliveries.ts',
    './schema/inquiries.ts',
    './schema/news.ts',
    './schema/audit-searches.ts',
  ],
  out: './schema/migrations',
});
