/** What a run of the bench leaves behind: the shape of bench/results/*.json. */
import type { Machine } from '../common/machine.ts';
import type { LatencySummary, Spread } from '../common/statistics.ts';
import type { Versions } from '../common/versions.ts';
import type { VariantName } from './options.ts';

/** CPU milliseconds a resident. `own`: fugo's API and worker, or the peer's process. */
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

export interface AnswerFigures {
  idleBefore: number;
  /** Milliseconds from the POST to its answer, of pending ones as well. */
  oneAtATime: LatencySummary;
  atTwentyASecond: LatencySummary;
  /** Of these, answered 202 without the number, because the engine took longer than the API waits. */
  pending: { oneAtATime: number; atTwentyASecond: number };
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
    /** fugo's residents a second over the peer's. */
    speedToTextbook?: Spread;
    speedToDbos?: Spread;
  };
}

export const aims = { answerP50Ms: 100, cpuToTextbook: 0.25, events: 25 } as const;
