import { setTimeout as sleep } from 'node:timers/promises';
import type { ClerkAnswer } from '../../contracts/participants/backbone.ts';
import { Unreachable } from '../client/http.ts';
import type { BackboneName, Simulators } from './simulators.ts';
import type { Life } from './scenario.ts';

/** What the backbones have sent so far. */
export interface Sent {
  transfers: number;
  /** Transfers that fugo refused (4xx). A sound demonstration has none. */
  refused: number;
}

/** So many clerks enter residents at the same time: they keep two cores busy, and answers still come at once. */
const clerks = 6;

/** Lets the clerks of the four backbones enter everybody (S11), until all are entered or the signal comes. */
export async function enterAll(
  lives: readonly Life[],
  simulators: Simulators,
  sent: Sent,
  { runId, mayEnter, signal }: { runId: string; mayEnter: () => Promise<void>; signal: AbortSignal },
): Promise<void> {
  const withheld = lives.filter(({ role }) => role === 'withheld').map(({ person }) => person.personalNumber);
  await untilAnswered(signal, () => simulators.withhold(withheld));
  const clerk = createClerk(simulators, sent, { runId, signal });
  // A resident with a neighbour's number comes last, when the neighbour is known.
  const early = lives.map((life, index) => ({ life, index })).filter(({ life }) => life.role !== 'mistaken');
  const late = lives.map((life, index) => ({ life, index })).filter(({ life }) => life.role === 'mistaken');
  const numbersToCome: (() => Promise<void>)[] = [];
  await workThrough(early, clerks, async ({ life, index }) => {
    await mayEnter();
    const number = await enterOne(clerk, life, index);
    if (number) numbersToCome.push(number);
  });
  await workThrough(numbersToCome, clerks, (number) => number());
  await workThrough(late, clerks, async ({ life, index }) => void (await clerk(life, index, 'juki-system')));
}

type Clerk = (
  life: Life,
  index: number,
  backbone: BackboneName,
  changes?: { operation?: string; addressNumber?: string; withoutNumber?: boolean },
) => Promise<ClerkAnswer>;

function createClerk(
  simulators: Simulators,
  sent: Sent,
  { runId, signal }: { runId: string; signal: AbortSignal },
): Clerk {
  const startedAt = Date.now();
  return async ({ person, municipality, business }, index, backbone, changes = {}) => {
    const { operation = '1', addressNumber, withoutNumber = false } = changes;
    const { personalNumber, ...addressInfo } = person;
    const input = {
      ...addressInfo,
      business: business[backbone],
      ...(withoutNumber ? {} : { personalNumber }),
      ...(addressNumber === undefined ? {} : { addressNumber }),
      transferId: `demo-${runId}-${index}-${backbone}-${operation}`,
      // A later operation has a later time, and a repeated transfer is the same to the letter.
      operatedAt: new Date(startedAt + Number(operation)).toISOString(),
    };
    const answer = await untilAnswered(signal, () => simulators.enter(backbone, municipality, input));
    sent.transfers += 1;
    if (answer.status !== null && answer.status >= 400) sent.refused += 1;
    return answer;
  };
}

/**
 * Asks a backbone that is closed or restarting until it answers. The transfer id makes it the same operation each time.
 */
async function untilAnswered<Answer>(signal: AbortSignal, ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      await sleep(500);
    }
  }
}

/** Enters one resident, and gives back what must be entered later, if anything. */
async function enterOne(clerk: Clerk, life: Life, index: number): Promise<(() => Promise<void>) | undefined> {
  const [first, ...later] = life.others;
  switch (life.role) {
    case 'late-number': {
      const { addressNumber } = await clerk(life, index, 'juki-system', { withoutNumber: true });
      return async () => void (await clerk(life, index, 'juki-system', { operation: '2', addressNumber }));
    }
    case 'simultaneous':
      await Promise.all([clerk(life, index, 'juki-system'), clerk(life, index, first ?? 'tax-system')]);
      for (const backbone of later) await clerk(life, index, backbone);
      return undefined;
    case 'plain':
    case 'withheld':
    case 'mistaken':
      await clerk(life, index, 'juki-system');
      if (life.repeated) await clerk(life, index, 'juki-system');
      for (const backbone of life.others) await clerk(life, index, backbone);
      return undefined;
  }
}

async function workThrough<Item>(
  items: Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]();
  const workNext = async (): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: atOnce }, workNext));
}
