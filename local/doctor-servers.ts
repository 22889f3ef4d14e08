import postgres from 'postgres';
import { Connection } from '@temporalio/client';
import type { LocalConfig } from '../config/local.ts';
import { secured } from '../temporal/tls.ts';
import type { Findings } from './doctor-findings.ts';
import { reasonOf } from './messages.ts';
import { readMigrationState } from './migrations.ts';
import { findSystemNote } from './system-errors.ts';

const oldestPostgres = 15;
/** Seconds. Six-digit codes and tokens are judged by the time. */
const clockDifference = 5;
const attributes = ['FugoMunicipality', 'FugoLoadId', 'FugoStage', 'FugoErrorCode'];

/** Checks the installation's own Temporal server; fugo's own is checked when it starts. */
export async function checkTemporal({
  temporalAddress: address,
  temporalNamespace: namespace,
  temporalTls: tls,
}: Pick<LocalConfig, 'temporalAddress' | 'temporalNamespace' | 'temporalTls'>): Promise<Findings> {
  if (address === undefined) return [];
  try {
    const connection = await Connection.connect({ address, ...secured(tls), connectTimeout: 5_000 });
    try {
      await connection.workflowService.describeNamespace({ namespace });
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      const missing = attributes.filter((name) => customAttributes[name] === undefined);
      if (missing.length === 0) return [];
      return [
        { state: 'warning', note: { key: 'doctorAttributes', values: { names: missing.join(', '), namespace } } },
      ];
    } finally {
      await connection.close();
    }
  } catch (error) {
    return [
      { state: 'wrong', note: { key: 'temporalUnusable', values: { address, namespace, reason: reasonOf(error) } } },
    ];
  }
}

/** Checks the installation's own PostgreSQL, through each address that is set. */
export async function checkDatabase(
  config: Pick<LocalConfig, 'databaseUrl' | 'databaseApiUrl' | 'databaseWorkerUrl' | 'simulatorDatabaseUrl'>,
): Promise<Findings> {
  const urls: [string, string | undefined][] = [
    ['DATABASE_URL', config.databaseUrl],
    ['DATABASE_API_URL', config.databaseApiUrl],
    ['DATABASE_WORKER_URL', config.databaseWorkerUrl],
    ['SIMULATOR_DATABASE_URL', config.simulatorDatabaseUrl],
  ];
  const findings: Findings = [];
  for (const [name, url] of urls) if (url !== undefined) findings.push(...(await checkServer(name, url)));
  if (config.databaseUrl !== undefined && !findings.some(({ state }) => state === 'wrong')) {
    findings.push(...(await checkMigrations(config.databaseUrl)));
  }
  return findings;
}

async function checkServer(name: string, url: string): Promise<Findings> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 5 });
  try {
    const [row] = await sql<{ version: number; behind: number; logged: boolean }[]>`
      select current_setting('server_version_num')::int / 10000 as version,
             (extract(epoch from clock_timestamp()) - ${Date.now() / 1_000})::float8 as behind,
             current_setting('log_parameter_max_length') <> '0'
               or current_setting('log_parameter_max_length_on_error') <> '0' as logged`;
    if (!row) return [];
    const findings: Findings = [];
    const { version, behind, logged } = row;
    if (version < oldestPostgres) {
      findings.push({
        state: 'wrong',
        note: { key: 'doctorOldPostgres', values: { name, version, oldest: oldestPostgres } },
      });
    }
    if (Math.abs(behind) > clockDifference) {
      findings.push({
        state: 'warning',
        note: { key: 'doctorClock', values: { name, seconds: Math.round(Math.abs(behind)) } },
      });
    }
    if (logged) findings.push({ state: 'warning', note: { key: 'doctorParametersLogged', values: { name } } });
    return findings;
  } catch (error) {
    // The address is left out, because it holds a password.
    const system = findSystemNote(error);
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return [{ state: 'wrong', note: system?.note ?? { key: 'doctorDatabase', values: { name, reason } } }];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function checkMigrations(url: string): Promise<Findings> {
  const { pending, changed, unknown, former } = await readMigrationState(url);
  if (former > 0) return [{ state: 'wrong', note: { key: 'databaseOfEarlierVersion' } }];
  if (unknown > 0 || changed.length > 0) return [{ state: 'wrong', note: { key: 'doctorOtherVersion' } }];
  if (pending.length === 0) return [];
  return [{ state: 'wrong', note: { key: 'doctorPending', values: { count: pending.length } } }];
}
