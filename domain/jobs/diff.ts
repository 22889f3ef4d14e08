/** What another definition would change, by net and job: the places of things in their file do not matter. */
import { canonicalOf, textOf } from './canonical.ts';
import type { Definition, JobDefinition, NetDefinition } from './definition.ts';

export interface DefinitionChange {
  /** Such as `nets.nightly.jobs.backup.retry.attempts`; of a whole net `nets.nightly`. */
  path: string;
  net: string;
  kind: 'added' | 'removed' | 'changed';
  /** Null where there was, or is, nothing. */
  before: unknown;
  after: unknown;
}

/** Empty exactly when both have the same canonical JSON. */
export function diffDefinitions(before: Definition, after: Definition): DefinitionChange[] {
  const [old, anew] = [netsOf(before), netsOf(after)];
  return namesOf(old, anew).flatMap((net) => diffNet(net, old.get(net), anew.get(net)));
}

const netsOf = (definition: Definition): Map<string, NetDefinition> =>
  new Map(canonicalOf(definition).nets.map((net) => [net.net, net]));

function diffNet(net: string, old: NetDefinition | undefined, anew: NetDefinition | undefined): DefinitionChange[] {
  const path = `nets.${net}`;
  if (!old || !anew) return [comeOrGone(path, net, old, anew)];
  const { jobs: oldJobs, ...oldFields } = old;
  const { jobs: newJobs, ...newFields } = anew;
  const [before, after] = [jobsOf(oldJobs), jobsOf(newJobs)];
  const ofJobs = namesOf(before, after).flatMap((job) => {
    const [x, y] = [before.get(job), after.get(job)];
    const own = `${path}.jobs.${job}`;
    return x && y ? diffFields(own, net, { ...x }, { ...y }) : [comeOrGone(own, net, x, y)];
  });
  return [...diffFields(path, net, oldFields, newFields), ...ofJobs];
}

const jobsOf = (jobs: readonly JobDefinition[]): Map<string, JobDefinition> =>
  new Map(jobs.map((job) => [job.job, job]));

const comeOrGone = (path: string, net: string, before: unknown, after: unknown): DefinitionChange => ({
  path,
  net,
  kind: before === undefined ? 'added' : 'removed',
  before: before ?? null,
  after: after ?? null,
});

function diffFields(path: string, net: string, before: object, after: object): DefinitionChange[] {
  const [old, anew] = [
    new Map<string, unknown>(Object.entries(before)),
    new Map<string, unknown>(Object.entries(after)),
  ];
  return namesOf(old, anew).flatMap((name): DefinitionChange[] => {
    const [x, y] = [old.get(name), anew.get(name)];
    if (textOf(x) === textOf(y)) return [];
    const own = `${path}.${name}`;
    if (isPlain(x) && isPlain(y)) return diffFields(own, net, x, y);
    return [{ path: own, net, kind: kindOf(x, y), before: x ?? null, after: y ?? null }];
  });
}

function kindOf(before: unknown, after: unknown): DefinitionChange['kind'] {
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'changed';
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const namesOf = (a: ReadonlyMap<string, unknown>, b: ReadonlyMap<string, unknown>): string[] =>
  [...new Set([...a.keys(), ...b.keys()])].toSorted((x, y) => (x < y ? -1 : 1));
