/** What both peers are made of: fugo's activities and storage functions, on connections of their own. */
import { EventEmitter } from 'node:events';
import type { AcquireCodeActivities, ConfirmationWord } from '../contracts/acquire-code.ts';
import type { ConfirmCodesActivities } from '../contracts/confirm-codes.ts';
import { createAcquireCodeActivities } from '../activities/acquire-code.ts';
import { createConfirmCodesActivities } from '../activities/confirm-codes.ts';
import { readKeyRing, type KeyRing } from '../keys/key-ring.ts';
import { readRun, type Run } from '../local/run-file.ts';
import { getDatabaseUrls } from '../local/stack.ts';
import { inMunicipality, openDatabase, type DatabaseHandle } from '../storage/database.ts';
import { takeTransfer } from '../storage/inbox.ts';
import { writeTimeline } from '../storage/timeline.ts';
import { openClient } from '../temporal/connection.ts';
import { createDependencies } from '../workers/dependencies.ts';
import { checked } from './people.ts';
import type { TextbookActivities } from './textbook-workflow.ts';
import type { Work } from './peer-messages.ts';

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
  /** Of one piece of work at a time: resolves when `count` more residents have done their last step. */
  untilDone: (count: number) => Promise<void>;
  /** Each transfer into the inbox as the API does it, then to `start`. */
  takeIn: (work: Work, start: (input: { personId: string; inboxId: string }) => Promise<unknown>) => Promise<void>;
  close: DatabaseHandle['close'];
}

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
  const done = new EventEmitter();
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
    untilDone: (count) =>
      new Promise((resolve) => {
        let left = count;
        done.on('one', () => {
          left -= 1;
          if (left > 0) return;
          done.removeAllListeners();
          resolve();
        });
      }),
    async takeIn({ municipality, transfers }, start) {
      const queue = transfers.values();
      const takeSome = async (): Promise<void> => {
        for (const transfer of queue) {
          const taken = await takeTransfer(
            { db, keys },
            { municipality, clientId: 'bench', transfer: checked(transfer) },
          );
          if (taken.kind === 'conflict') throw new Error('An invented transfer was taken for another one.');
          await start(taken);
        }
      };
      await Promise.all(Array.from({ length: intakeConcurrency }, takeSome));
    },
  };
}
