/** Many residents whose own workflow is open and waits for the confirmation: each was loaded, routed, and changed since. */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultLimits } from '../../contracts/acquire-code.ts';
import type { CheckedTransfer } from '../../domain/checked-transfer.ts';
import { readLoadFile } from '../../load-files/read.ts';
import { openDatabase, type Database } from '../../storage/database.ts';
import { takeTransfer } from '../../storage/inbox.ts';
import { sendTransfer } from '../../temporal/start-acquire-code.ts';
import { grouped } from '../common/markdown.ts';
import { say } from '../common/say.ts';
import type { LoadStack } from './stack.ts';

/** Past the API, which would make it slower; more at once would only time out. */
const atOnce = 12;
const patienceMs = 60_000;

export interface ToOpen {
  municipality: string;
  /** The file that these residents were loaded from. */
  path: string;
  count: number;
  /** Told as often as a tenth of them is open. */
  onTenth?: (open: number) => void;
}

export async function openSingleWorkflows(stack: LoadStack, { municipality, path, count, onTenth }: ToOpen) {
  const { db, close } = openDatabase(stack.databaseUrls.api, { max: atOnce, name: 'fugo-bench' });
  const transfers = (await firstTransfers(path, count)).values();
  let open = 0;
  const openSome = async (): Promise<void> => {
    for (const transfer of transfers) {
      await openOne(stack, db, municipality, transfer);
      open += 1;
      if (open % Math.max(1, Math.floor(count / 10)) !== 0) continue;
      say(`${grouped(open)} workflows are open`);
      onTenth?.(open);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, openSome));
  await close();
  if (open !== count) throw new Error(`There are only ${open} residents with a personal number in the file.`);
}

/** The same content under another id, as when a clerk saves it once more. */
async function openOne(
  { keys, temporal }: LoadStack,
  db: Database,
  municipality: string,
  transfer: CheckedTransfer,
): Promise<void> {
  const taken = await takeTransfer(
    { db, keys },
    { municipality, clientId: 'bench', transfer: { ...transfer, transferId: randomUUID() } },
  );
  if (taken.kind === 'conflict') throw new Error('A transfer was taken for another one.');
  const { personId, inboxId } = taken;
  for (const deadline = Date.now() + patienceMs; ;) {
    const reply = await sendTransfer(temporal, { municipality, personId, inboxId, limits: defaultLimits }, 10_000);
    if (reply.kind === 'judged') return;
    if (Date.now() > deadline) throw new Error('A workflow does not answer.', { cause: reply.cause });
    await sleep(500);
  }
}

async function firstTransfers(path: string, count: number): Promise<CheckedTransfer[]> {
  const found: CheckedTransfer[] = [];
  const options = { format: 'csv', encoding: 'utf-8', now: Date.now(), fileKey: 'bench' } as const;
  for await (const lines of readLoadFile(createReadStream(path), options)) {
    for (const line of lines) {
      if (line.kind !== 'good' || line.value.personalNumber === null) continue;
      const { integratedAddressNumber: _, ...transfer } = line.value;
      found.push(transfer);
      if (found.length === count) return found;
    }
  }
  return found;
}

/** By Temporal's own list, which is a moment behind. */
export async function countOpenWorkflows({ temporal }: LoadStack): Promise<number> {
  const { count } = await temporal.workflow.count('WorkflowType = "acquireCode" and ExecutionStatus = "Running"');
  return count;
}
