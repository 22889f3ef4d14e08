/** The four backbones as programs beside the API of a test, on a PostgreSQL server of their own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import type { BackboneName } from '../../simulators/backbone/tables.ts';
import { offerFreePort } from '../../local/ports.ts';
import { eventually, kill, startNetCluster } from '../support/participant-net.ts';

export interface Counters {
  /** Starts the program, or again with another address of fugo, and returns its own. */
  start: (name: BackboneName, apiUrl: string) => Promise<string>;
  /** As a power cut does. */
  kill: (name: BackboneName) => Promise<void>;
  /** The backbone's own database. */
  tables: (name: BackboneName) => postgres.Sql;
  stop: () => Promise<void>;
}
export interface CounterClient {
  municipality: string;
  numberSystem: string;
  clientId: string;
  clientSecret: string;
}

export async function startCounters(clients: readonly CounterClient[]): Promise<Counters> {
  const cluster = await startNetCluster();
  const clientsFile = join(mkdtempSync(join(tmpdir(), 'fugo-counter-')), 'clients.json');
  writeFileSync(clientsFile, JSON.stringify({ clients }), { mode: 0o600 });
  const children = new Map<BackboneName, ChildProcess>();
  const ports = new Map<BackboneName, number>();
  const opened: postgres.Sql[] = [];

  async function end(name: BackboneName): Promise<void> {
    const child = children.get(name);
    if (child) await kill(child);
    children.delete(name);
  }
  return {
    async start(name, apiUrl) {
      await end(name);
      const port = ports.get(name) ?? (await offerFreePort());
      ports.set(name, port);
      const child = spawn(process.execPath, ['simulators/main.ts', name], {
        stdio: 'ignore',
        env: {
          PATH: process.env['PATH'],
          PORT: String(port),
          SIMULATOR_DATABASE_URL: cluster.superuserUrl,
          FUGO_SIMULATOR_KEY_FILE: cluster.keyFile,
          FUGO_SIMULATOR_CLIENTS_FILE: clientsFile,
          FUGO_API_URL: apiUrl,
          FUGO_ALWAYS_OPEN: '1',
        },
      });
      children.set(name, child);
      const url = `http://127.0.0.1:${String(port)}`;
      await eventually(async () => (await fetch(`${url}/health`).catch(() => undefined))?.ok === true);
      return url;
    },
    kill: end,
    tables(name) {
      const url = new URL(cluster.superuserUrl);
      url.pathname = `/sim_${name.replaceAll('-', '_')}`;
      const sql = postgres(url.href, { max: 1, onnotice: () => undefined });
      opened.push(sql);
      return sql;
    },
    async stop() {
      await Promise.all([...children.keys()].map(end));
      await Promise.all(opened.map((sql) => sql.end()));
      await cluster.stop();
    },
  };
}

/** A form as the browser sends it, by a clerk who has given a name. */
export function formOf(url: string, municipality: string, fields: Record<string, string>) {
  const visit = Buffer.from(JSON.stringify({ clerk: '窓口 一郎', municipality })).toString('base64url');
  return {
    formId: randomUUID(),
    send(path: string, formId: string, origin = url) {
      return fetch(`${url}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin, cookie: `counter-juki-system=${visit}` },
        body: new URLSearchParams({ ...fields, formId }),
      });
    },
  };
}
