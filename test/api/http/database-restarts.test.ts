/** The database is restarted while transfers come in, as for an update of the system at night. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takeTransfers } from '../../../storage/transfers/intake.ts';
import { databaseTroubleOf } from '../../../storage/database/trouble.ts';
import { openDatabase } from '../../../storage/database/database.ts';
import { transferOf } from '../../storage/support.ts';
import { startOwnPostgres, type OwnPostgres } from '../../support/own-postgres.ts';
import { city, openApi, problemIn, transferBody, type ApiTest } from '../support.ts';

const restarts = 20;
const senders = 12;
/** What is promised, in seconds. */
const recovery = 5;

let postgres: OwnPostgres;
let api: ApiTest;
/** What no request and no step could catch: it would have ended the process. */
const uncaught: unknown[] = [];
const note = (reason: unknown): void => void uncaught.push(reason);

beforeAll(async () => {
  postgres = await startOwnPostgres();
  api = await openApi(211, { database: postgres.database });
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
});
afterAll(() => {
  process.off('uncaughtException', note);
  process.off('unhandledRejection', note);
});

interface Sent {
  transferId: string;
  status: number;
}

/** One after the other until it is told to end; each answer is one that a sender can act upon. */
async function sendUntil(signal: AbortSignal, answers: Sent[]): Promise<void> {
  while (!signal.aborted) {
    const body = transferBody(api.store);
    const response = await api.request('POST', 'transfers', { json: body });
    answers.push({ transferId: body.transferId, status: response.status });
    if (response.status < 300) continue;
    await problemIn(response, 503, 'DATABASE_AWAY');
    expect(response.headers.get('retry-after')).toBe('5');
    await sleep(5);
  }
}

/** Steps of a worker: transactions of several statements, on a pool of the worker's own. */
async function workUntil(signal: AbortSignal, done: { steps: number; failed: number }): Promise<void> {
  const worker = openDatabase(postgres.database.workerUrl, { max: 4, name: 'restarted-worker' });
  const { keys, people } = api.store;
  try {
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        while (!signal.aborted) {
          const transfers = [
            transferOf({ addressNumber: people.addressNumber(), personalNumber: people.personalNumber() }),
          ];
          try {
            await takeTransfers({ db: worker.db, keys }, { municipality: city, clientId: 'worker', transfers });
            done.steps += 1;
          } catch (err) {
            expect(databaseTroubleOf(err)).toBe('away');
            done.failed += 1;
            await sleep(5);
          }
        }
      }),
    );
  } finally {
    await worker.close();
  }
}

const counted = (answers: readonly Sent[]): number => answers.filter(({ status }) => status < 300).length;

/** Milliseconds until `count` has grown beyond what it was, however often it must be asked. */
async function untilGrown(count: () => number): Promise<number> {
  const [before, since] = [count(), performance.now()];
  while (count() === before && performance.now() - since < 60_000) await sleep(10);
  return performance.now() - since;
}

describe('a database that is restarted under load', () => {
  test('ends no process, is answered 503 meanwhile, and is used again within seconds; nothing accepted is lost', async () => {
    const ending = new AbortController();
    const answers: Sent[] = [];
    const work = { steps: 0, failed: 0 };
    const running = Promise.all([
      workUntil(ending.signal, work),
      ...Array.from({ length: senders }, () => sendUntil(ending.signal, answers)),
    ]);
    const waits: number[] = [];
    const rounds = async (): Promise<void> => {
      for (let round = 0; round < restarts; round += 1) {
        await untilGrown(() => counted(answers));
        await postgres.stop();
        await untilGrown(() => answers.length);
        await postgres.start();
        waits.push(...(await Promise.all([untilGrown(() => counted(answers)), untilGrown(() => work.steps)])));
      }
      ending.abort();
    };
    // The load ends by itself only where an answer is none that a sender can act upon.
    await Promise.race([rounds(), running]);
    await running;

    expect(uncaught).toEqual([]);
    expect(answers.some(({ status }) => status === 503)).toBe(true);
    expect(work.failed).toBeGreaterThan(0);
    expect(Math.max(...waits)).toBeLessThan(recovery * 1_000);
    const kept = new Set(
      (await api.store.see<{ id: string }[]>`select transfer_id as id from inbox`).map(({ id }) => id),
    );
    const lost = answers.filter(({ status, transferId }) => status < 300 && !kept.has(transferId));
    expect(lost).toEqual([]);
    expect(api.logged()).not.toContain('UNEXPECTED');
  });
});
