/** What storage has of jobs, in the shapes of the contract; and what somebody of another organisation sees of it. */
import type { Definition, JobDay } from '../../contracts/api/jobs.ts';
import {
  fugoServer,
  serverGroups,
  type Definition as AppliedDefinition,
  type NetDefinition,
} from '../../domain/jobs/definition.ts';
import { standsBelow } from '../../domain/organisations.ts';
import type { ShownJobDay } from '../../storage/jobs/days.ts';
import type { StoredVersion } from '../../storage/jobs/definitions.ts';

export const isoOf = (millis: number): string => new Date(millis).toISOString();
export const isoOrNull = (millis: number | null): string | null => (millis === null ? null : isoOf(millis));

/** A neighbour's server is nobody's to see, also where a net of an organisation above both runs on it. */
export function seesServer(acting: string, server: string): boolean {
  if (server === fugoServer || server === acting) return true;
  return standsBelow(server, acting) || standsBelow(acting, server);
}

const isWord = (server: string): boolean => serverGroups.some((word) => word === server);

/** The definition without the servers that the asker does not see. The words that stand for many stay. */
export function visibleNet(acting: string, net: Definition['nets'][number]): Definition['nets'][number] {
  return { ...net, servers: net.servers.filter((server) => isWord(server) || seesServer(acting, server)) };
}

export function visibleDefinition(acting: string, { nets }: Definition): Definition {
  return { nets: nets.map((net) => visibleNet(acting, net)).filter(({ servers }) => servers.length > 0) };
}

export function versionOf({ organisation, version, hash, appliedBy, appliedAt }: StoredVersion) {
  return { organisation, version, hash, appliedBy, appliedAt: isoOrNull(appliedAt) };
}

export function dayOf({ plannedAt, startedAt, endedAt, ...day }: ShownJobDay): JobDay {
  return {
    organisation: day.organisation,
    net: day.net,
    server: day.server,
    day: day.day,
    no: day.no,
    version: day.version,
    plannedAt: isoOf(plannedAt),
    decision: day.decision,
    reason: day.reason,
    decidedBy: day.decidedBy,
    order: day.order,
    state: day.state,
    startedAt: isoOrNull(startedAt),
    endedAt: isoOrNull(endedAt),
  };
}

/** As the contract has it: lists that a caller may change. */
export function definitionOf({ nets }: AppliedDefinition): Definition {
  return { nets: nets.map(netOf) };
}

export function netOf(net: NetDefinition): Definition['nets'][number] {
  const { days } = net;
  return {
    ...net,
    servers: [...net.servers],
    days: typeof days === 'object' && 'weekdays' in days ? { weekdays: [...days.weekdays] } : days,
    jobs: net.jobs.map((job) => ({
      ...job,
      after: [...job.after],
      retry: { ...job.retry },
      parameters: { ...job.parameters },
    })),
  };
}
