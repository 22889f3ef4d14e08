/**
 * What no shape says of a definition: names are given once, a job waits for jobs of its own net and never for itself, and
 * only the nation runs jobs on the servers of others.
 */
import { nation, tierOf } from '../organisations.ts';
import type { RuleCode } from '../values/checked.ts';
import { fugoCommands, fugoServer, type Definition, type JobDefinition, type NetDefinition } from './definition.ts';

export interface DefinitionProblem {
  /** Such as `nets[0].jobs[2].after[1]`. */
  field: string;
  rule: RuleCode;
}

/** Every field that breaks a rule; the definition may be applied when the list is empty. */
export function checkDefinition({ nets }: Definition, organisation: string): DefinitionProblem[] {
  const repeated = listRepeated(nets.map(({ net }) => net)).map((index): DefinitionProblem => ({
    field: `nets[${String(index)}].net`,
    rule: 'NAME_TWICE',
  }));
  return [...repeated, ...nets.flatMap((net, index) => checkNet(net, `nets[${String(index)}]`, organisation))];
}

function checkNet(net: NetDefinition, field: string, organisation: string): DefinitionProblem[] {
  const { servers, jobs, days, closedDay } = net;
  const problems: DefinitionProblem[] = [];
  servers.forEach((server, index) => {
    if (!mayName(organisation, server)) {
      problems.push({ field: `${field}.servers[${String(index)}]`, rule: 'SERVER_OF_ANOTHER' });
    }
  });
  if (days === 'open' && closedDay !== 'skip') problems.push({ field: `${field}.closedDay`, rule: 'OPEN_DAYS_ONLY' });
  for (const index of listRepeated(jobs.map(({ job }) => job))) {
    problems.push({ field: `${field}.jobs[${String(index)}].job`, rule: 'NAME_TWICE' });
  }
  const names = new Set(jobs.map(({ job }) => job));
  const circular = listCircular(jobs);
  jobs.forEach(({ job, command, after, when }, index) => {
    const own = `${field}.jobs[${String(index)}]`;
    after.forEach((each, place) => {
      if (!names.has(each)) problems.push({ field: `${own}.after[${String(place)}]`, rule: 'UNKNOWN_JOB' });
    });
    if (circular.has(job)) problems.push({ field: `${own}.after`, rule: 'CYCLE' });
    if (after.length === 0 && when !== 'done') problems.push({ field: `${own}.when`, rule: 'NO_JOB_BEFORE' });
    if (servers.includes(fugoServer) && !(fugoCommands as readonly string[]).includes(command)) {
      problems.push({ field: `${own}.command`, rule: 'UNKNOWN_COMMAND' });
    }
  });
  return problems;
}

/** Whether the organisation's nets may run on the server. */
function mayName(organisation: string, server: string): boolean {
  if (server === 'own' || server === fugoServer || server === organisation) return true;
  return tierOf(organisation) === 'nation' || organisation === nation;
}

/** The places of names that stand further ahead already. */
function listRepeated(names: readonly string[]): number[] {
  return names.flatMap((name, index) => (names.indexOf(name) < index ? [index] : []));
}

/** The jobs that lie on a circle; not those that only wait for one. */
function listCircular(jobs: readonly JobDefinition[]): Set<string> {
  const before = new Map(jobs.map(({ job, after }) => [job, after]));
  const circular = new Set<string>();
  for (const { job } of jobs) {
    const reached = new Set<string>();
    const open = [...(before.get(job) ?? [])];
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      if (reached.has(each)) continue;
      reached.add(each);
      open.push(...(before.get(each) ?? []));
    }
    if (reached.has(job)) circular.add(job);
  }
  return circular;
}

/** The jobs in an order in which each comes after those that it waits for; those that are free by name. */
export function orderJobs<Job extends Pick<JobDefinition, 'job' | 'after'>>(jobs: readonly Job[]): Job[] {
  const open = jobs.toSorted((a, b) => (a.job < b.job ? -1 : 1));
  const placed = new Set<string>();
  const ordered: Job[] = [];
  while (open.length > 0) {
    const index = open.findIndex(({ after }) => after.every((each) => placed.has(each)));
    // A circle has been refused; whatever comes here all the same, each job stands in the list once.
    const [next] = open.splice(Math.max(index, 0), 1);
    if (!next) break;
    placed.add(next.job);
    ordered.push(next);
  }
  return ordered;
}
