import {
  ServerList,
  ServerProbe,
  ServerView,
  type ServerKind,
  type ServerState,
  type WrongOrder,
} from '../../contracts/participants/control.ts';
import { nation, prefectureOf, tierOf, type Tier } from '../../domain/organisations.ts';
import { checkMunicipalityCode } from '../../domain/values/municipality-code.ts';
import type { ParticipantName } from '../../domain/participants.ts';
import type { PeerClient } from './peers.ts';

/**
 * The order of the servers (seed J, point 1): started national → prefectural → communication server, stopped the other
 * way round.
 */
type Place = {
  /** Whether the organisation has a server of this kind. */
  has: (organisation: string) => boolean;
  /** Whose server of this kind takes the lines of a municipality. */
  organisationOf: (municipality: string) => string;
  /** The program with the server that must run before this one starts. */
  above: { peer: ParticipantName; organisationOf: (organisation: string) => string; missing: WrongOrder } | null;
  /** The program with the servers that must be stopped before this one stops. */
  below: {
    peer: ParticipantName;
    isBelow: (server: string, organisation: string) => boolean;
    running: WrongOrder;
  } | null;
};

export const places: Record<ServerKind, Place> = {
  'national-server': {
    has: (organisation) => organisation === nation,
    organisationOf: () => nation,
    above: null,
    below: { peer: 'prefectural-server', isBelow: () => true, running: 'PREFECTURAL_SERVER_RUNNING' },
  },
  'prefectural-server': {
    has: (organisation) => isCodeOf('prefecture', organisation),
    organisationOf: prefectureOf,
    above: {
      peer: 'juki-national-server',
      organisationOf: () => nation,
      missing: 'NATIONAL_SERVER_NOT_RUNNING',
    },
    below: {
      peer: 'communication-server',
      isBelow: (municipality, prefecture) => prefectureOf(municipality) === prefecture,
      running: 'COMMUNICATION_SERVER_RUNNING',
    },
  },
  'communication-server': {
    has: (organisation) => isCodeOf('municipality', organisation),
    organisationOf: (municipality) => municipality,
    above: {
      peer: 'prefectural-server',
      organisationOf: prefectureOf,
      missing: 'PREFECTURAL_SERVER_NOT_RUNNING',
    },
    below: null,
  },
};

function isCodeOf(tier: Tier, organisation: string): boolean {
  return tierOf(organisation) === tier && checkMunicipalityCode(organisation).valid;
}

type CommandName = 'start' | 'stop' | 'daily';

/** Whether a server in this state may be commanded: `arrived` if there is nothing to do, or why not. */
export function judgeState(state: ServerState, command: CommandName): 'go' | 'arrived' | WrongOrder {
  switch (command) {
    case 'start':
      if (state === 'running' || state === 'starting') return 'arrived';
      if (state === 'stopping') return 'STOPPING';
      return state === 'daily' ? 'DAILY_PROCESSING' : 'go';
    case 'stop':
      if (state === 'stopped' || state === 'stopping') return 'arrived';
      return state === 'daily' ? 'DAILY_PROCESSING' : 'go';
    case 'daily':
      return state === 'stopped' || state === 'daily' ? 'go' : 'ONLINE';
  }
}

/** What the other servers say against a start or a stop; null if nothing. Who does not answer counts as in the way. */
export async function askOthers(
  peers: PeerClient,
  kind: ServerKind,
  organisation: string,
  command: CommandName,
): Promise<WrongOrder | null> {
  const { above, below } = places[kind];
  if (command === 'start' && above) {
    const path = `/v1/organisations/${above.organisationOf(organisation)}/server/probe`;
    return (await peers.find(above.peer, path, ServerProbe)) ? null : above.missing;
  }
  if (command === 'stop' && below) {
    const list = await peers.find(below.peer, '/v1/servers', ServerList);
    if (!list) return 'SERVERS_BELOW_UNKNOWN';
    const online = list.servers.some(
      (server) => below.isBelow(server.organisation, organisation) && !isOffline(server.state),
    );
    return online ? below.running : null;
  }
  return null;
}

function isOffline(state: ServerState): boolean {
  return state === 'stopped' || state === 'daily';
}

/** Whether the server above says that it does not run; false also if it does not answer. */
export async function isStoppedAbove(peers: PeerClient, kind: ServerKind, organisation: string): Promise<boolean> {
  const { above } = places[kind];
  if (!above) return false;
  const path = `/v1/organisations/${above.organisationOf(organisation)}/server`;
  const server = await peers.find(above.peer, path, ServerView);
  return server !== undefined && server.state !== 'running';
}
