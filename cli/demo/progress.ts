import { Counts } from '../../contracts/api/operations.ts';
import { below } from '../../contracts/http.ts';
import type { Stage } from '../../domain/stages.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { Context } from '../terminal/context.ts';
import { bodyOf } from '../client/session.ts';

/** Where the residents of one municipality stand. What earlier runs left there is taken off. */
export interface Progress {
  notRequested: number;
  requesting: number;
  requested: number;
  /** Open entries of the error list by code. */
  errors: Record<string, number>;
  waitingForNumber: number;
  waitingForHours: number;
  /** Residents whose requests go on by themselves. */
  moving: number;
}

/** Stages of a request that goes on by itself. */
const movingStages = [
  'NUMBERED',
  'SERIAL_REQUESTED',
  'FILE_REQUESTED',
  'FILE_RECEIVED',
  'ROUTED',
] as const satisfies readonly Stage[];

export async function countIn(context: Context, municipality: string, api: ApiClient): Promise<Counts> {
  return bodyOf(context, await api.call({ path: below(municipality, 'counts'), answer: Counts }));
}

export function progressOf(now: Counts, before: Counts): Progress {
  const status = (name: string): number =>
    (now.codeRequestStatuses[name] ?? 0) - (before.codeRequestStatuses[name] ?? 0);
  const stage = (name: Stage): number => now.stages[name] ?? 0;
  const errors = Object.entries(now.errors)
    .map(([code, count]): [string, number] => [code, count - (before.errors[code] ?? 0)])
    .filter(([, count]) => count > 0);
  return {
    notRequested: status('NOT_REQUESTED'),
    requesting: status('REQUESTING'),
    requested: status('REQUESTED'),
    errors: Object.fromEntries(errors),
    waitingForNumber: Math.max(0, stage('AWAITING_PN') - (before.stages['AWAITING_PN'] ?? 0)),
    waitingForHours: Math.max(0, stage('WAITING_FOR_HOURS') - (before.stages['WAITING_FOR_HOURS'] ?? 0)),
    moving: now.unjudgedTransfers + movingStages.reduce((sum, name) => sum + stage(name), 0),
  };
}

/** How many residents of this run are 依頼済, in the error list, or waiting for what only others can do. */
export function countAccounted({ requested, errors, waitingForNumber, waitingForHours }: Progress): number {
  return requested + sumOf(errors) + waitingForNumber + waitingForHours;
}

export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

export function addUp(all: readonly Progress[]): Progress {
  const errors: Record<string, number> = {};
  for (const progress of all) {
    for (const [code, count] of Object.entries(progress.errors)) errors[code] = (errors[code] ?? 0) + count;
  }
  const sum = (name: Exclude<keyof Progress, 'errors'>): number => all.reduce((total, each) => total + each[name], 0);
  return {
    notRequested: sum('notRequested'),
    requesting: sum('requesting'),
    requested: sum('requested'),
    errors,
    waitingForNumber: sum('waitingForNumber'),
    waitingForHours: sum('waitingForHours'),
    moving: sum('moving'),
  };
}
