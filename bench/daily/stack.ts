/** The stack of the daily cases: a municipality a variant, set up as the demonstration is. */
import type { ApiClient } from '../../cli/client/api-client.ts';
import { confirmCodesIdFor } from '../../contracts/confirm-codes.ts';
import { sweepIdFor } from '../../contracts/sweep.ts';
import { participantNames } from '../../domain/participants.ts';
import { numberSystem } from '../common/people.ts';
import { registerClient, registerMunicipality } from '../common/registering.ts';
import type { Say } from '../common/say.ts';
import { openBenchStack, type BenchStack } from '../common/stack.ts';
import type { PeerName } from '../peers/messages.ts';
import { startPeer, type RunningPeer } from '../peers/process.ts';
import { peerLimits, setUpPeers } from '../peers/set-up.ts';
import type { VariantName } from './options.ts';

/** Prefecture 99 does not exist. One municipality a variant, so that each confirms its own residents only. */
export const municipalityOf: Record<VariantName, string> = {
  residents: '990019',
  textbook: '990027',
  dbos: '990035',
  restate: '990043',
};

export type Group = 'engine' | 'api' | 'worker' | 'database' | 'simulators' | 'simulatorDatabase';

export interface DailyStack extends BenchStack {
  /** A backbone's client of the first municipality, with a token by OAuth. */
  backbone: ApiClient;
  pidsOf: (group: Group) => number[];
  getPeer: (name: PeerName) => Promise<RunningPeer>;
  /** fugo's own schedules rest while a peer is measured. */
  setSchedules: (state: 'running' | 'resting') => Promise<void>;
}

export async function openDailyStack(say: Say): Promise<DailyStack> {
  const stack = await openBenchStack(say);
  try {
    const municipality = municipalityOf.residents;
    await registerMunicipality(stack, municipality, peerLimits);
    const backbone = await registerClient(stack, municipality, {
      kind: 'backbone',
      name: 'bench',
      numberSystems: [numberSystem],
    });
    await setUpPeers(stack, municipalityOf);
    const peers = new Map<PeerName, Promise<RunningPeer>>();
    const schedules = [confirmCodesIdFor(municipality), sweepIdFor(municipality)];
    return {
      ...stack,
      backbone,
      pidsOf: (group) => Object.entries(stack.pids()).flatMap(([name, pid]) => (groupOf(name) === group ? [pid] : [])),
      getPeer(name) {
        const known = peers.get(name) ?? startPeer(name, stack);
        peers.set(name, known);
        return known;
      },
      async setSchedules(state) {
        for (const id of schedules) {
          const handle = stack.temporal.schedule.getHandle(id);
          await (state === 'running' ? handle.unpause() : handle.pause());
        }
      },
    };
  } catch (err) {
    await stack.close();
    throw err;
  }
}

function groupOf(part: string): Group | undefined {
  if (participantNames.some((each) => each === part)) return 'simulators';
  return groups[part];
}
const groups: Record<string, Group> = {
  temporal: 'engine',
  api: 'api',
  worker: 'worker',
  // It has nothing to do here, and is there all the same.
  'load-worker': 'worker',
  database: 'database',
  'simulator-database': 'simulatorDatabase',
};
