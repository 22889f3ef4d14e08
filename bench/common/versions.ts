import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { BenchStack } from './stack.ts';

export const Versions = z.object({
  fugo: z.string(),
  temporal: z.string(),
  postgres: z.string(),
  temporalSdk: z.string(),
  dbos: z.string(),
  /** Absent in what was measured before it was a peer. */
  restate: z.string().optional(),
  restateSdk: z.string().optional(),
});
export type Versions = z.infer<typeof Versions>;

export async function readVersions({ sql, temporalVersion }: Pick<BenchStack, 'sql' | 'temporalVersion'>) {
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
  const Package = z.object({ version: z.string() });
  const require = createRequire(import.meta.url);
  const versionOf = (path: string): string => Package.parse(JSON.parse(readFileSync(path, 'utf8'))).version;
  return {
    fugo: versionOf(fileURLToPath(new URL('../../package.json', import.meta.url))),
    temporal: temporalVersion,
    postgres: row?.version ?? 'unknown',
    temporalSdk: versionOf(require.resolve('@temporalio/worker/package.json')),
    dbos: versionOf(fileURLToPath(new URL('../../node_modules/@dbos-inc/dbos-sdk/package.json', import.meta.url))),
    restate: versionOf(require.resolve('@restatedev/restate-server/package.json')),
    restateSdk: versionOf(require.resolve('@restatedev/restate-sdk/package.json')),
  } satisfies Versions;
}
