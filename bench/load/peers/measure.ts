/** The same work in five shapes, on the same servers and with the same simulators, one after the other. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ledgersSince, readLedgers, type LedgerCounts } from '../../common/ledgers.ts';
import { readCpuMsOf } from '../../common/machine.ts';
import { createTransfers } from '../../common/people.ts';
import { say } from '../../common/say.ts';
import type { BenchStack } from '../../common/stack.ts';
import { peerNames, type PeerName, type WorkDone } from '../../peers/messages.ts';
import { startPeer, type RunningPeer } from '../../peers/process.ts';
import { setUpPeers } from '../../peers/set-up.ts';
import { getResidentsFile } from '../files.ts';
import { municipality, type LoadStack } from '../stack.ts';
import { takeLoad, warmUp } from '../take-load.ts';

const Spent = z.object({
  residents: z.number(),
  perSecond: z.number(),
  /** Engine, own processes and fugo's PostgreSQL, a resident. */
  cpuMs: z.number(),
});
type Spent = z.infer<typeof Spent>;
/** Of a peer that was stopped: over the whole time, and over the last half of it, when it was under way. */
const Stopped = Spent.extend({ perSecondAtEnd: z.number() });
type Stopped = z.infer<typeof Stopped>;

export const Peers = z.object({
  fugo: Spent,
  plain: Spent,
  textbook: Stopped,
  dbos: Stopped,
  /** Absent in rounds from before it was a peer. */
  restate: Stopped.optional(),
});
export type Peers = z.infer<typeof Peers>;

const municipalityOf: Record<PeerName | 'plain', string> = {
  textbook: '990035',
  dbos: '990043',
  plain: '990051',
  restate: '990060',
};
const seed = 11;
const peerMs = 60_000;
/** Under way at once: enough to fill the machine. More would only wait, and be under way still when the time is over. */
const atOnce: Record<PeerName, number> = { textbook: 60, dbos: 200, restate: 200 };
const warmUpResidents = 30;

export async function measurePeers(stack: LoadStack, residents: number, round: number): Promise<Peers> {
  const path = await getResidentsFile({ count: residents, seed });
  await setUpPeers(stack, municipalityOf);
  await warmUp(stack);
  const newTransfer = createTransfers(round);
  const transfers = (count: number) => Array.from({ length: count }, newTransfer);
  const peers: Record<PeerName, RunningPeer> = {
    textbook: await startPeer('textbook', stack),
    dbos: await startPeer('dbos', stack),
    restate: await startPeer('restate', stack),
  };
  for (const name of peerNames) {
    say(`warm-up: ${name}`);
    await peers[name].work({ municipality: municipalityOf[name], transfers: transfers(warmUpResidents) });
  }

  const found: Partial<Peers> = {};
  const work = {
    fugo: async () => void (found.fugo = await measureFugo(stack, path)),
    textbook: async () => void (found.textbook = await measurePeer('textbook')),
    dbos: async () => void (found.dbos = await measurePeer('dbos')),
    restate: async () => void (found.restate = await measurePeer('restate')),
    plain: async () => void (found.plain = await measurePlain(stack, path)),
  };
  // A B C D E, then E D C B A: what drifts during the rounds drifts for all of them alike.
  const order = ['fugo', 'textbook', 'dbos', 'restate', 'plain'] as const;
  for (const name of round % 2 === 1 ? order : order.toReversed()) {
    say(`round ${round}: ${name}`);
    await stack.sql`checkpoint`;
    await work[name]();
  }
  const { fugo, textbook, dbos, restate, plain } = found;
  if (!fugo || !textbook || !dbos || !restate || !plain) throw new Error('A shape was not measured.');
  return { fugo, textbook, dbos, restate, plain };

  async function measurePeer(name: PeerName): Promise<Stopped> {
    const peer = peers[name];
    const before = await look(stack, peer.pid);
    const done = await peer.work({
      municipality: municipalityOf[name],
      // More than can be done in the time.
      transfers: transfers(20_000),
      stopAfterMs: peerMs,
      atOnce: atOnce[name],
    });
    const after = await look(stack, peer.pid);
    requireOnce(name, done.finishedAt.length, before.ledgers, after.ledgers);
    // Restate's server is a child of its peer's process, and so is counted with it.
    const own = name === 'textbook' ? ['database', 'temporal', 'peer'] : ['database', 'peer'];
    return { ...stoppedOf(done), cpuMs: spentBy(own, before.cpu, after.cpu, done.finishedAt.length) };
  }
}

/** Those who were under way at the end have come to theirs since, and are not counted. */
export function stoppedOf({ beganAt, finishedAt }: WorkDone): Omit<Stopped, 'cpuMs'> {
  const inTime = finishedAt.filter((at) => at <= beganAt + peerMs);
  const atEnd = inTime.filter((at) => at > beganAt + peerMs / 2);
  return {
    residents: inTime.length,
    perSecond: inTime.length / (peerMs / 1_000),
    perSecondAtEnd: atEnd.length / (peerMs / 2_000),
  };
}

async function measureFugo(stack: LoadStack, path: string): Promise<Spent> {
  const before = await look(stack);
  const { sentAt, confirmedAt, load } = await takeLoad(stack, { municipality, path });
  const after = await look(stack);
  requireOnce('fugo', load.acquired, before.ledgers, after.ledgers);
  const own = ['database', 'temporal', 'api', 'load-worker', 'worker'];
  return spentOf(load.acquired, confirmedAt - sentAt, spentBy(own, before.cpu, after.cpu, load.acquired));
}

async function measurePlain(stack: LoadStack, path: string): Promise<Spent> {
  const before = await look(stack);
  const { beganAt, endedAt, acquired, cpuMs } = await runPlainScript(stack, path);
  const after = await look(stack);
  requireOnce('the plain script', acquired, before.ledgers, after.ledgers);
  const database = spentBy(['database'], before.cpu, after.cpu, acquired);
  return spentOf(acquired, endedAt - beganAt, database + cpuMs / acquired);
}

const spentOf = (residents: number, ms: number, cpuMs: number): Spent => ({
  residents,
  perSecond: (residents / ms) * 1_000,
  cpuMs,
});

interface Look {
  ledgers: LedgerCounts;
  cpu: Record<string, number>;
}

async function look(stack: LoadStack, peerPid?: number): Promise<Look> {
  const pids: Record<string, number> = peerPid === undefined ? stack.pids() : { ...stack.pids(), peer: peerPid };
  return { ledgers: await readLedgers(stack.run), cpu: readCpuMsOf(pids) };
}

function spentBy(
  names: readonly string[],
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  residents: number,
): number {
  return names.reduce((sum, name) => sum + (after[name] ?? 0) - (before[name] ?? 0), 0) / residents;
}

function requireOnce(name: string, residents: number, before: LedgerCounts, after: LedgerCounts): void {
  const { serials, codes, duplicates } = ledgersSince(before, after);
  if (serials === residents && codes === residents && duplicates === 0) return;
  throw new Error(
    `The result is void: ${name} took ${serials} serials and ${codes} codes for ${residents} residents, ${duplicates} twice.`,
  );
}

const PlainResult = z.object({ beganAt: z.number(), endedAt: z.number(), acquired: z.number(), cpuMs: z.number() });
type PlainResult = z.infer<typeof PlainResult>;

/** In a process of its own, as a municipality would start it at night. */
async function runPlainScript({ home }: BenchStack, path: string): Promise<PlainResult> {
  const entry = fileURLToPath(new URL('../plain-script.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [entry, home, path, municipalityOf.plain]);
  return PlainResult.parse(JSON.parse(stdout));
}
