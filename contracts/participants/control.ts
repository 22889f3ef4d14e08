/**
 * 全国サーバ・都道府県サーバ・CSの運転: 起動、停止、日次処理と、サーバーに伝える運用カレンダー。起動は全国サーバ、都道府県サーバ、CSの順、停止はその逆です。
 * How the national, the prefectural and the communication servers are operated. One program holds the servers of all
 * organisations of its kind. Base path `/v1/organisations/{organisation}/server`.
 *
 * Before any command a server is `running`; before a calendar is told, it keeps the common hours. A server is installed,
 * and counts in the order of the others, from the first time that anybody asks for it here or sends it residents.
 */
import { z } from 'zod';
import { findInstant, findMinutes, isCalendarDate } from '../../domain/calendar/civil-date.ts';
import { serverKinds } from '../../domain/organisations.ts';
import { MunicipalityCode, OrganisationCode, RequestId } from './common.ts';

export const ServerKind = z.enum(serverKinds);
export type ServerKind = z.infer<typeof ServerKind>;

/**
 * 停止、起動中、運転中、停止中(停止の途中)、日次処理中。Only a `running` server takes or passes residents on; `daily` begins at `stopped`
 * and returns to it.
 */
export const serverStates = ['stopped', 'starting', 'running', 'stopping', 'daily'] as const;
export const ServerState = z.enum(serverStates);
export type ServerState = z.infer<typeof ServerState>;

/** 日次処理: 統計処理とデータベースバックアップ (seed J, point 4). */
export const dailyJobs = ['statistics', 'backup'] as const;
export const DailyJob = z.enum(dailyJobs);
export type DailyJob = z.infer<typeof DailyJob>;

/** 運用日: the day of the Japanese calendar. */
const Day = z.string().refine(isCalendarDate, 'a calendar date, YYYY-MM-DD');
const Moment = z.iso.datetime({ offset: true });

/** 日次処理の一つ. `counts` come from the server's own tables; they are null while the job runs. */
export const DailyJobState = z.object({
  job: DailyJob,
  startedAt: Moment,
  finishedAt: Moment.nullable(),
  counts: z.record(z.string().max(100), z.number().int().nonnegative()).nullable(),
});
export type DailyJobState = z.infer<typeof DailyJobState>;

/** `GET …/server`: what the server says of itself. It may lie; {@link ServerProbe} shows what it does. */
export const ServerView = z.object({
  organisation: OrganisationCode,
  kind: ServerKind,
  state: ServerState,
  /** The moment from which it has been in this state. */
  since: Moment,
  /** The `hash` of the calendar told last; null before any. */
  calendarHash: z.string().nullable(),
  /** The last day on which a daily job was begun, with all jobs of that day. */
  lastDaily: z.object({ day: Day, jobs: z.array(DailyJobState) }).nullable(),
});
export type ServerView = z.infer<typeof ServerView>;

/** `GET /v1/servers`: all servers that are installed in this program. */
export const ServerList = z.object({ servers: z.array(ServerView) });
export type ServerList = z.infer<typeof ServerList>;

/**
 * `POST …/server/start` and `…/server/stop` → 202 `CommandTaken` or 409 `CommandRefused`. The same request id gets the
 * same answer, and nothing is done again; a refused command leaves nothing behind, so its id is judged anew. A command
 * to a server that is already on its way there, or has arrived, is taken and changes nothing.
 */
export const ServerCommand = z.object({ requestId: RequestId });
export type ServerCommand = z.infer<typeof ServerCommand>;

/**
 * `POST …/server/daily`, answered likewise. A job of a day runs once: asked for again, also by another request id, it
 * keeps its result. Jobs may run side by side.
 */
export const DailyCommand = z.object({ requestId: RequestId, day: Day, job: DailyJob });
export type DailyCommand = z.infer<typeof DailyCommand>;

/** The state right after the command: `starting`, `stopping` and `daily` end by themselves after a little time. */
export const CommandTaken = z.object({ requestId: RequestId, state: ServerState });
export type CommandTaken = z.infer<typeof CommandTaken>;

/** Why a command is out of order (409). 起動・停止の順序に反する理由. */
export const wrongOrders = [
  /** 都道府県サーバの起動に、全国サーバの運転が必要です: the national server does not run, or does not answer. */
  'NATIONAL_SERVER_NOT_RUNNING',
  /** CSの起動に、都道府県サーバの運転が必要です: the prefectural server does not run, or does not answer. */
  'PREFECTURAL_SERVER_NOT_RUNNING',
  /** 全国サーバは、すべての都道府県サーバの停止後に停止します: a prefectural server is not stopped yet. */
  'PREFECTURAL_SERVER_RUNNING',
  /** 都道府県サーバは、管内のすべてのCSの停止後に停止します: a communication server is not stopped yet. */
  'COMMUNICATION_SERVER_RUNNING',
  /** 下位のサーバーの状態を確認できません: the servers below do not answer, so nobody knows that they are stopped. */
  'SERVERS_BELOW_UNKNOWN',
  /** 日次処理はオンライン運用終了後に行います: a daily job of a server that is not stopped. */
  'ONLINE',
  /** 停止の途中です: to be started, it must have stopped first. */
  'STOPPING',
  /** 日次処理の途中です: to be started or stopped, it must have finished its daily jobs. */
  'DAILY_PROCESSING',
] as const;
export const WrongOrder = z.enum(wrongOrders);
export type WrongOrder = z.infer<typeof WrongOrder>;

/**
 * 409. `WRONG_ORDER`: the server may take it later. `REQUEST_ID_USED`: the id belongs to another command. `REFUSED`: the
 * server does not want to (fault `refuses`). `message` is for people, Japanese first.
 */
export const CommandRefused = z.discriminatedUnion('code', [
  z.object({ code: z.literal('WRONG_ORDER'), reason: WrongOrder, message: z.string() }),
  z.object({ code: z.literal('REQUEST_ID_USED'), reason: z.null(), message: z.string() }),
  z.object({ code: z.literal('REFUSED'), reason: z.null(), message: z.string() }),
]);
export type CommandRefused = z.infer<typeof CommandRefused>;

const Clock = z.string().refine((text) => findMinutes(text) !== null, 'a time of day, HH:MM');
const Instant = z.string().refine((text) => findInstant(text) !== null, 'whole minutes with their offset');

/** 運用時間. The domain's `HoursSetting`, whose rules the sender has checked. */
const Hours = z.object({
  enforced: z.boolean(),
  opens: Clock,
  closes: Clock,
  closingMarginMinutes: z.number().int().nonnegative(),
  prefecture: z.object({ closes: Clock.exactOptional() }).exactOptional(),
  /** Single days that the prefecture ends at another time, earlier or later. */
  ends: z
    .array(z.object({ date: Day, closes: Clock, reason: z.string() }))
    .readonly()
    .exactOptional(),
  overrides: z.array(z.object({ date: Day, kind: z.enum(['closed', 'open']), reason: z.string() })).readonly(),
  exceptions: z.array(z.object({ from: Instant, to: Instant, approver: z.string(), reason: z.string() })).readonly(),
});

/**
 * `PUT …/server/calendar` → 200 `CalendarTold`. 運用カレンダー: by which the server judges S60, S70 and S80 from now on. It
 * replaces the one before as a whole.
 */
export const ToldCalendar = z.object({
  /** Names this calendar; {@link ServerView} repeats it. */
  hash: z.string().min(1).max(128),
  /** A CS: the municipality's own hours with its exceptions. The others: their hours without the online end. */
  hours: Hours,
  /**
   * オンライン運用終了時刻, of a prefectural server, and of the national server the latest of the country: it takes the place of
   * the hours' close, on single days by `ends`, earlier or later. Without it the hours' close stands.
   */
  online: z
    .object({
      closes: Clock,
      ends: z
        .array(z.object({ date: Day, closes: Clock }))
        .max(1_000)
        .readonly(),
    })
    .nullable()
    .default(null),
  /** 延長: for a prefectural and the national server the agreed exceptions of the municipalities below, each for itself. */
  windows: z
    .array(z.object({ municipality: MunicipalityCode, from: Instant, to: Instant }))
    .max(100_000)
    .readonly()
    .default([]),
});
export type ToldCalendar = z.output<typeof ToldCalendar>;
export const CalendarTold = z.object({ calendarHash: z.string() });
export type CalendarTold = z.infer<typeof CalendarTold>;

/**
 * `GET …/server/probe`: 200 only while the server really runs, otherwise 503 `Unavailable`. 監視の確認. It says nothing of
 * the hours: a running server may be closed.
 */
export const ServerProbe = z.object({
  organisation: OrganisationCode,
  kind: ServerKind,
  /** When the server looked at itself. */
  at: Moment,
});
export type ServerProbe = z.infer<typeof ServerProbe>;

/**
 * `GET /passage?municipality=`: whether the server takes lines of this municipality now, by its state and its calendar;
 * a prefectural server, which keeps nothing, also by those of the national one. 503 `Unavailable` with `Retry-After`
 * where known.
 */
export const Passage = z.object({ open: z.literal(true) });
export type Passage = z.infer<typeof Passage>;

// ---- ジョブ -----------------------------------------------------------------------------------------------------------

/**
 * `POST …/server/jobs` → 202 `JobTaken` or 409 `JobRefused`. ジョブの実行: the same request id gets the same answer, and the
 * job is done once, however often it is commanded. Jobs may run side by side.
 */
export const JobCommand = z.object({
  requestId: RequestId,
  day: Day,
  /** What is to be done, such as `statistics`; each kind of server has its own. */
  job: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/),
  parameters: z.record(z.string().max(40), z.union([z.string().max(400), z.number(), z.boolean()])).default({}),
});
export type JobCommand = z.output<typeof JobCommand>;
export const JobTaken = z.object({ requestId: RequestId, state: z.enum(['running', 'done', 'failed']) });
export type JobTaken = z.infer<typeof JobTaken>;

/**
 * 409. `UNKNOWN_JOB`: this server has no such job, or not with these parameters, and never will. `WRONG_ORDER`: it may be
 * taken later. `REQUEST_ID_USED`: the id belongs to another job. `message` is for people, Japanese first.
 */
export const JobRefused = z.object({
  code: z.enum(['UNKNOWN_JOB', 'WRONG_ORDER', 'REQUEST_ID_USED', 'REFUSED']),
  message: z.string(),
});
export type JobRefused = z.infer<typeof JobRefused>;

/** `GET …/server/jobs?requestId=` → 200. `unknown`: it was never taken, and may be commanded. */
export const ServerJob = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unknown'), requestId: RequestId }),
  z.object({ state: z.literal('running'), requestId: RequestId, startedAt: Moment }),
  z.object({
    state: z.literal('done'),
    requestId: RequestId,
    startedAt: Moment,
    endedAt: Moment,
    counts: z.record(z.string().max(100), z.number()),
  }),
  z.object({
    state: z.literal('failed'),
    requestId: RequestId,
    startedAt: Moment,
    endedAt: Moment,
    /** A code of the server's, never anything of a resident. */
    error: z.string().max(100),
  }),
]);
export type ServerJob = z.infer<typeof ServerJob>;
