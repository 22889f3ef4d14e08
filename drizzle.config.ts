import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: ['./schema/municipalities.ts', './schema/persons.ts', './schema/mailboxes.ts', './schema/loads.ts'],
  out: './schema/migrations',
});
