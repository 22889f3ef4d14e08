/** Residents at the counter while a city is loaded: single transfers at a steady rate, without a load and beside one. */
import { setTimeout as sleep } from 'node:timers/promises';
import { readLedgers } from '../../common/ledgers.ts';
import { createTransfers, endless, numberSystem } from '../../common/people.ts';
import { registerClient } from '../../common/registering.ts';
import { say } from '../../common/say.ts';
import { answerTimesOf, sendAll, sendAtRate, senderOf, type Sent } from '../../common/sending.ts';
import { accountFor } from '../accounting.ts';
import { confirmEverybody } from '../confirming.ts';
import { getResidentsFile } from '../files.ts';
import { municipality, type LoadStack } from '../stack.ts';
import { sendFile, untilOver } from '../take-load.ts';
import { warmUp } from '../warm-up.ts';
import type { DailyBesideLoad } from './figures.ts';

const perSecond = 2;
const idleMs = 60_000;
const warmUpTransfers = 30;
const seed = 13;
/** What the warm-up has set going is over by then. */
const restMs = 5_000;

export async function measureDailyBesideLoad(
  stack: LoadStack,
  residents: number,
  round: number,
): Promise<DailyBesideLoad> {
  const path = await getResidentsFile({ count: residents, seed });
  const kind = 'backbone';
  const backbone = await registerClient(stack, municipality, { kind, name: 'bench', numberSystems: [numberSystem] });
  const operator = await stack.operatorOf(municipality);
  const send = senderOf(backbone, municipality);
  const newTransfer = createTransfers(round);
  await warmUp(stack);
  const before = await readLedgers(stack.run);
  await sendAll(send, Array.from({ length: warmUpTransfers }, newTransfer), 2);
  await sleep(restMs);

  say('idle');
  const idle = await sendAtRate(send, endless(newTransfer), { perSecond, signal: AbortSignal.timeout(idleMs) });
  say('beside a load');
  const over = new AbortController();
  const besideLoad = sendAtRate(send, endless(newTransfer), { perSecond, signal: over.signal });
  const sentAt = Date.now();
  let doneAt: number;
  try {
    const { loadId } = await sendFile(operator, { municipality, path });
    doneAt = await untilOver(stack, municipality, loadId);
  } finally {
    over.abort();
  }
  const beside: Sent[] = await besideLoad;

  await confirmEverybody(stack, municipality);
  const everybody = residents + warmUpTransfers + idle.length + beside.length;
  await accountFor(stack, { municipality, before, residents: everybody });
  return {
    residents,
    loadSeconds: (doneAt - sentAt) / 1_000,
    idle: answerTimesOf(idle),
    besideLoad: answerTimesOf(beside),
  };
}
