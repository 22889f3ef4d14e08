/** What both peers are made of: fugo's activities and storage functions, on connections of their own. */
import { EventEmitter, once } from 'node:events';
import { sql } from 'drizzle-orm';
import type { AcquireCodeActivities } from '../../contracts/acquire-code.ts';
import type { ConfirmCodesActivities } from '../../contracts/confirm-codes.ts';
import { createAcquireCodeActivities } from '../../activities/acquire-code.ts';
import { createConfirmCodesActivities } from '../../activities/confirm-codes.ts';
import { readKeyRing, type KeyRing } from '../../keys/key-ring.ts';
import { readRun, type Run } from '../../local/run-file.ts';
import { getDatabaseUrls } from '../../local/stack.ts';
import { inMunicipality, openDatabase, type Database, type DatabaseHandle } from '../../storage/database/database.ts';
import { storeTransfer } from '../../storage/transfers/intake.ts';
import { writeTimeline } from '../../storage/requests/timeline.ts';
import { openClient } from '../../temporal/connection.ts';
import { createDependencies } from '../../workers/dependencies.ts';
import { checked } from '../common/people.ts';
import type { TextbookActivities } from './textbook-workflow.ts';
import type { TransferInput } from '../../contracts/transfer.ts';
import type { Work, WorkDone } from './messages.ts';

/** As many as fugo's worker has. */
const databaseConnections = 20;
const intakeConcurrency = 8;
const tellingConcurrency = 8;
const toldAtOnce = 500;
/** The demonstration's, as fugo's own schedule has it in this bench. */
export const confirmEverySeconds = 2;

export interface PeerSteps {
  run: Run;
  keys: KeyRing;
  client: ReturnType<typeof openClient>;
  activities: TextbookActivities & ConfirmCodesActivities;
  /**
   * Each transfer into the inbox as the API does it, then to `start`; ends when everybody has done the last step. One
   * piece of work at a time.
   */
  carryOut: (work: Work, start: Start) => Promise<WorkDone>;
  close: DatabaseHandle['close'];
}

type Start = (input: { personId: string; inboxId: string }) => Promise<unknown>;
/** That somebody is 依頼済, to the workflow that waits for it. */
type Tell = (municipality: string, personId: string) => Promise<unknown>;

export function openPeerSteps(home: string, tell: Tell): PeerSteps {
  const run = readRun(home);
  if (!run) throw new Error('There is no stack in this home.');
  const keys = readKeyRing(run.files.keys);
  const { worker } = getDatabaseUrls(home);
  const { db, close } = openDatabase(worker, { max: databaseConnections, name: 'fugo-bench' });
  const { temporal: address, temporalNamespace: namespace } = run.addresses;
  const client = openClient({ address, namespace, keys });
  const deps = createDependencies({ db, keys, client, alwaysOpen: true });
  const acquire: AcquireCodeActivities = createAcquireCodeActivities(deps);
  const done = new EventEmitter().setMaxListeners(intakeConcurrency + 2);
  return {
    run,
    keys,
    client,
    close,
    activities: {
      ...acquire,
      ...createConfirmCodesActivities(deps),
      async tellAcquired({ municipality }) {
        for (let people = await listUntold(db, municipality); people.length > 0;) {
          const queue = people.values();
          await Promise.all(
            Array.from({ length: tellingConcurrency }, async () => {
              for (const personId of queue) await tell(municipality, personId);
            }),
          );
          await markTold(db, municipality, people);
          people = await listUntold(db, municipality);
        }
      },
      async recordDone({ municipality, personId }) {
        await inMunicipality(db, municipality, (tx) =>
          writeTimeline(tx, municipality, [{ personId, event: 'done', stage: 'ACQUIRED', attempt: 1 }]),
        );
        done.emit('one');
      },
    },
    carryOut: (work, start) =>
      carryOut(work, done, async (transfer) => {
        const { municipality } = work;
        const taken = await storeTransfer(
          { db, keys },
          { municipality, clientId: 'bench', transfer: checked(transfer) },
        );
        if (taken.kind === 'conflict' || taken.kind === 'unknown')
          throw new Error('An invented transfer was taken for another one.');
        await start(taken);
      }),
  };
}

/** What fugo's own reconciler would nudge; a peer tells its own workflows. */
function listUntold(db: Database, municipality: string): Promise<string[]> {
  return inMunicipality(db, municipality, async (tx) => {
    const rows = await tx.execute<{ person_id: string }>(sql`
      select person_id from persons
      where municipality = ${municipality} and stage = 'ACQUIRED' and due_at is not null limit ${toldAtOnce}`);
    return rows.map((row) => row.person_id);
  });
}

async function markTold(db: Database, municipality: string, people: readonly string[]): Promise<void> {
  await inMunicipality(db, municipality, (tx) =>
    tx.execute(sql`
      update persons set due_at = null
      where municipality = ${municipality} and person_id = any(string_to_array(${people.join(',')}, ',')::uuid[])`),
  );
}

async function carryOut(
  { transfers, stopAfterMs = Infinity, atOnce = Infinity }: Work,
  done: EventEmitter,
  begin: (transfer: TransferInput) => Promise<unknown>,
): Promise<WorkDone> {
  const beganAt = Date.now();
  const finishedAt: number[] = [];
  let begun = 0;
  done.on('one', () => finishedAt.push(Date.now()));
  try {
    const queue = transfers.values();
    const takeSome = async (): Promise<void> => {
      for (const transfer of queue) {
        begun += 1;
        await begin(transfer);
        while (begun - finishedAt.length >= atOnce) await once(done, 'one');
        if (Date.now() - beganAt >= stopAfterMs) return;
      }
    };
    await Promise.all(Array.from({ length: Math.min(intakeConcurrency, atOnce) }, takeSome));
    while (finishedAt.length < begun) await once(done, 'one');
  } finally {
    done.removeAllListeners();
  }
  return { beganAt, endedAt: finishedAt.at(-1) ?? beganAt, finishedAt };
}
