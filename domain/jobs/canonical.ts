/**
 * The canonical form of a definition: two files that say the same are the same text, whatever the order in which they say
 * it. So an exported definition that is applied again changes nothing.
 */
import { weekdays } from '../calendar/civil-date.ts';
import type { Definition, JobDefinition, NetDays, NetDefinition } from './definition.ts';

export function canonicalOf({ nets }: Definition): Definition {
  return { nets: nets.map(canonicalNet).toSorted(by(({ net }) => net)) };
}

function canonicalNet(net: NetDefinition): NetDefinition {
  return {
    ...net,
    servers: sortedOnce(net.servers),
    days: canonicalDays(net.days),
    jobs: net.jobs.map(canonicalJob).toSorted(by(({ job }) => job)),
  };
}

function canonicalDays(days: NetDays): NetDays {
  if (typeof days === 'string' || 'dayOfMonth' in days) return days;
  return { weekdays: weekdays.filter((each) => days.weekdays.includes(each)) };
}

const canonicalJob = (job: JobDefinition): JobDefinition => ({ ...job, after: sortedOnce(job.after) });

const sortedOnce = (names: readonly string[]): string[] => [...new Set(names)].toSorted(by((name) => name));

/** By code units, so that no locale has a say. */
function by<T>(nameOf: (each: T) => string): (a: T, b: T) => number {
  return (a, b) => {
    const [x, y] = [nameOf(a), nameOf(b)];
    if (x === y) return 0;
    return x < y ? -1 : 1;
  };
}

/** The text of which the hash is made: no blanks, and the names of each object in their order. */
export function canonicalJson(definition: Definition): string {
  return textOf(canonicalOf(definition));
}

/** Any JSON value as a text that is equal for equal values. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(',')}]`;
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .toSorted(by(([name]) => name))
    .map(([name, each]) => `${JSON.stringify(name)}:${textOf(each)}`);
  return `{${fields.join(',')}}`;
}
