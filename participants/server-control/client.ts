/** The client for operating the national, prefectural and communication servers (全国サーバ、都道府県サーバ、CSの運転). */
import type { z } from 'zod';
import {
  CalendarTold,
  CommandRefused,
  CommandTaken,
  JobRefused,
  JobTaken,
  ServerJob,
  ServerProbe,
  ServerView,
  type DailyCommand,
  type JobCommand,
  type ToldCalendar,
} from '../../contracts/participants/control.ts';
import { DeliveryView, SwitchBackRefused, SwitchedBack, type SwitchBackCommand } from '../../contracts/deliveries.ts';
import { call, callWithRefusal, matchRequest, type CallOptions, type ClientOptions, type Reply } from '../http.ts';

/** `refused`: out of order, which may pass; or for good, see {@link CommandRefused}. */
export type CommandReply = Reply<CommandTaken> | { kind: 'refused'; refusal: CommandRefused };

/** `refused`: unknown, out of order, or its id belongs to another job; see {@link JobRefused}. */
export type JobReply = Reply<JobTaken> | { kind: 'refused'; refusal: JobRefused };

/**
 * `organisation`: a six-digit code, or `nation`. A command sent again under its request id is answered the same and does
 * nothing, so it may be sent until it is taken.
 */
export interface ServerControlClient {
  /** What the server says of itself, which is no proof: see {@link ServerControlClient.probe}. */
  readState: (organisation: string, options?: CallOptions) => Promise<Reply<ServerView>>;
  start: (organisation: string, requestId: string, options?: CallOptions) => Promise<CommandReply>;
  stop: (organisation: string, requestId: string, options?: CallOptions) => Promise<CommandReply>;
  /** 日次処理. The result comes with {@link ServerControlClient.readState}. */
  daily: (organisation: string, command: DailyCommand, options?: CallOptions) => Promise<CommandReply>;
  /** ジョブの実行. The result comes with {@link ServerControlClient.findJob}. */
  runJob: (organisation: string, command: JobCommand, options?: CallOptions) => Promise<JobReply>;
  findJob: (organisation: string, requestId: string, options?: CallOptions) => Promise<Reply<ServerJob>>;
  /** `unavailable` if the server does not run, or does not answer. */
  probe: (organisation: string, options?: CallOptions) => Promise<Reply<ServerProbe>>;
  tellCalendar: (
    organisation: string,
    calendar: z.input<typeof ToldCalendar>,
    options?: CallOptions,
  ) => Promise<Reply<CalendarTold>>;
  /** The server as a target of deliveries, with the key of its receipts. */
  readDelivery: (organisation: string, options?: CallOptions) => Promise<Reply<DeliveryView>>;
  /** 切戻し: to the version before, at once. */
  switchBack: (organisation: string, command: SwitchBackCommand, options?: CallOptions) => Promise<SwitchBackReply>;
}

export type SwitchBackReply = Reply<SwitchedBack> | { kind: 'refused'; refusal: SwitchBackRefused };

/** `baseUrl`: the program that holds the servers of one kind. */
export function createServerControlClient(baseUrl: string, { timeoutMs }: ClientOptions): ServerControlClient {
  const to = (organisation: string, ...rest: string[]) => ({
    baseUrl,
    timeoutMs,
    path: ['v1', 'organisations', organisation, 'server', ...rest],
  });
  async function command(
    at: ReturnType<typeof to>,
    body: { requestId: string },
    options?: CallOptions,
  ): Promise<CommandReply> {
    const reply = await callWithRefusal({ ...at, ...options, body, schema: CommandTaken, refusal: CommandRefused });
    return reply.kind === 'refused' ? reply : matchRequest(reply, body.requestId);
  }
  return {
    readState: async (organisation, options) =>
      matchOrganisation(await call({ ...to(organisation), ...options, schema: ServerView }), organisation),
    start: (organisation, requestId, options) => command(to(organisation, 'start'), { requestId }, options),
    stop: (organisation, requestId, options) => command(to(organisation, 'stop'), { requestId }, options),
    daily: (organisation, body, options) => command(to(organisation, 'daily'), body, options),
    async runJob(organisation, body, options) {
      const at = to(organisation, 'jobs');
      const reply = await callWithRefusal({ ...at, ...options, body, schema: JobTaken, refusal: JobRefused });
      return reply.kind === 'refused' ? reply : matchRequest(reply, body.requestId);
    },
    findJob: async (organisation, requestId, options) =>
      matchRequest(
        await call({ ...to(organisation, 'jobs'), ...options, query: { requestId }, schema: ServerJob }),
        requestId,
      ),
    probe: async (organisation, options) =>
      matchOrganisation(await call({ ...to(organisation, 'probe'), ...options, schema: ServerProbe }), organisation),
    readDelivery: async (organisation, options) =>
      matchOrganisation(
        await call({ ...to(organisation, 'delivery'), ...options, schema: DeliveryView }),
        organisation,
      ),
    async switchBack(organisation, body, options) {
      const at = to(organisation, 'delivery', 'back');
      const reply = await callWithRefusal({
        ...at,
        ...options,
        body,
        schema: SwitchedBack,
        refusal: SwitchBackRefused,
      });
      return reply.kind === 'refused' ? reply : matchRequest(reply, body.requestId);
    },
    async tellCalendar(organisation, calendar, options) {
      const at = to(organisation, 'calendar');
      const reply = await call({ ...at, ...options, method: 'PUT', body: calendar, schema: CalendarTold });
      if (reply.kind !== 'answered' || reply.body.calendarHash === calendar.hash) return reply;
      return { kind: 'unexpected', what: 'calendarHash: of another calendar' };
    },
  };
}

/** Checks that the answer is about this organisation's server. */
function matchOrganisation<T extends { organisation: string }>(reply: Reply<T>, organisation: string): Reply<T> {
  if (reply.kind !== 'answered' || reply.body.organisation === organisation) return reply;
  return { kind: 'unexpected', what: 'organisation: another one' };
}
