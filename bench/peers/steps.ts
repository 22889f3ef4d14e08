/** What both peers are made of: fugo's activities and storage functions, on connections of their own. */
import { EventEmitter, once } from 'node:events';
import type { AcquireCodeActivities, ConfirmationWord } from '../../contracts/acquire-code.ts';
import type { ConfirmCodesActivities } from '../../contracts/confirm-codes.ts';
import { createAcquireCodeActivities } from '../../activities/acquire-code.ts';
import { createConfirmCodesActivities } from '../../activities/confirm-codes.ts';
import { readKeyRing, type KeyRing } from '../../keys/key-ring.ts';
import { readRun, type Run } from '../../local/run-file.ts';
import { getDatabaseUrls } from '../../local/stack.ts';
import { inMunicipality, openDatabase, type DatabaseHandle } from '../../storage/database.ts';
import { takeTransfer } from '../../storage/inbox.ts';
import { writeTimeline } from '../../storage/timeline.ts';
import { openClient } from '../../temporal/connection.ts';
import { createDependencies } from '../../workers/dependencies.ts';
import { checked } from '../common/people.ts';
import type { TextbookActivities } from './textbook-workflow.ts';
import type { TransferInput } from '../../contracts/transfer.ts';
import type { Work, WorkDone } from './messages.ts';

/** As many as fugo's worker has. */
const databaseConnections = 20;
const intakeConcurrency = 8;
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
type Tell = (municipality: string, personId: string, word: ConfirmationWord) => Promise<'told'>;

export function openPeerSteps(home: string, tell?: Tell): PeerSteps {
  const run = readRun(home);
  if (!run) throw new Error('There is no stack in this home.');
  const keys = readKeyRing(run.files.keys);
  const { worker } = getDatabaseUrls(home);
  const { db, close } = openDatabase(worker, { max: databaseConnections, name: 'fugo-bench' });
  const { temporal: address, temporalNamespace: namespace } = run.addresses;
  const client = openClient({ address, namespace, keys });
  const deps = {
    ...createDependencies({ db, keys, client, alwaysOpen: true }),
    ...(tell && { signalConfirmation: tell }),
  };
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
        const taken = await takeTransfer(
          { db, keys },
          { municipality, clientId: 'bench', transfer: checked(transfer) },
        );
        if (taken.kind === 'conflict') throw new Error('An invented transfer was taken for another one.');
        await start(taken);
      }),
  };
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
