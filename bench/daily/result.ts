/** What a run of the bench leaves behind: the shape of bench/results/*.json. */
import type { Machine } from '../common/machine.ts';
import type { LatencySummary, Spread } from '../common/statistics.ts';
import type { Versions } from '../common/versions.ts';
import type { VariantName } from './options.ts';

/** CPU milliseconds a resident. `own`: fugo's worker, or the peer's process; `engine`: Temporal, or the peer's own engine. */
export interface CpuShares {
  engine: number;
  api: number;
  own: number;
  database: number;
  simulators: number;
  simulatorDatabase: number;
}

export interface Round {
  variant: VariantName;
  round: number;
  /** Of the machine, in percent, just before. */
  idleBefore: number;
  residents: number;
  /** From the first transfer to the last 依頼済. */
  seconds: number;
  perSecond: number;
  cpuMs: CpuShares;
  /** Engine, own processes and their PostgreSQL; without the simulators. */
  countedCpuMs: number;
  walBytes: number;
  /** By the simulators' ledgers: serials issued and codes stored in this round, and effects beyond the first. */
  serials: number;
  codes: number;
  duplicates: number;
  /** Of a sample of this round; absent without histories. */
  history?: HistorySample;
}

export interface HistorySample {
  count: number;
  events: Spread;
  bytes: Spread;
  /** Of one of them, with how many there are of each type. */
  eventTypes: Record<string, number>;
}

/** Ways to ask for the number, in the order in which they are measured. */
export const answerParts = ['oneAtATime', 'atTwentyASecond', 'atFiftyASecond', 'whileStopped'] as const;
export type AnswerPart = (typeof answerParts)[number];
export const answerTitles: Record<AnswerPart, string> = {
  oneAtATime: 'one at a time',
  atTwentyASecond: '20 a second',
  atFiftyASecond: '50 a second',
  whileStopped: '20 a second, Temporal stopped',
};

/**
 * Milliseconds from the POST to its answer, of pending ones as well. Results from before there was a part are without
 * it.
 */
export interface AnswerFigures extends Partial<Record<AnswerPart, LatencySummary>> {
  /** The least of them all. */
  idleBefore: number;
  /** Of these, answered 202 without the number. */
  pending: Partial<Record<AnswerPart, number>>;
}

export interface VariantSummary {
  rounds: number;
  perSecond: Spread;
  countedCpuMs: Spread;
  cpuMs: CpuShares;
  walBytes: number;
  events?: Spread;
  historyBytes?: Spread;
  serials: number;
  duplicates: number;
}

export interface Result {
  at: string;
  machine: Machine;
  versions: Versions;
  settings: { rounds: number; residents: number; warmUp: number; forced: boolean };
  /** CPU milliseconds a second of fugo with nothing to do but its schedules, by process. */
  standing?: CpuShares;
  answer?: AnswerFigures;
  rounds: Round[];
  variants: Partial<Record<VariantName, VariantSummary>>;
  /** Each of a round against the same round of the other: median, least and most. */
  ratios: {
    /** fugo's CPU a resident over the peer's. */
    cpuToTextbook?: Spread;
    cpuToDbos?: Spread;
    cpuToRestate?: Spread;
    /** fugo's residents a second over the peer's. */
    speedToTextbook?: Spread;
    speedToDbos?: Spread;
    speedToRestate?: Spread;
  };
}

/** Of each part that has an aim: milliseconds. None of its answers is without the number. */
export const answerAims: Partial<Record<AnswerPart, { p50: number; p99: number }>> = {
  atTwentyASecond: { p50: 20, p99: 100 },
  atFiftyASecond: { p50: 30, p99: 200 },
  whileStopped: { p50: 30, p99: 200 },
};
/** What Restate takes is shown beside it, without an aim. */
export const aims = { cpuToTextbook: 0.35, cpuToDbos: 1.4, events: 15 } as const;
