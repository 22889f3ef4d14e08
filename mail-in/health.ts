/** Serves `/healthz` of the program that takes mails: well as long as its database answers. */
import { createServer, type ServerResponse } from 'node:http';
import { sql } from 'drizzle-orm';
import type { Database } from '../storage/database/database.ts';

/** Milliseconds. */
const patienceMs = 1_500;

/** Resolves when it listens; the function closes it. */
export async function serveMailInHealth(
  { db }: { db: Database },
  { host, port }: { host: string; port: number },
): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/healthz') {
      response.writeHead(404).end();
      return;
    }
    void answer(response);
  });
  async function answer(response: ServerResponse): Promise<void> {
    const isWell = await isAnswering(db);
    response.writeHead(isWell ? 200 : 503, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ state: isWell ? 'RUNNING' : 'NO_DATABASE' }));
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}

async function isAnswering(db: Database): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), patienceMs).unref());
  const asked = db.execute(sql`select 1`).then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]);
}
