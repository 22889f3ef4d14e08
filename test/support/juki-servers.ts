/** The servers of Juki-net in a {@link ParticipantNet}, operated as fugo does it. */
import type { ServerState, WrongOrder } from '../../contracts/participants/control.ts';
import { tokyoDateOf } from '../../domain/calendar/civil-date.ts';
import { commonHours, type HoursSetting } from '../../domain/calendar/operating-hours.ts';
import { nation, tierOf } from '../../domain/organisations.ts';
import { createServerControlClient, type CommandReply } from '../../participants/server-control/client.ts';
import { eventually, type NetName, type ParticipantNet } from './participant-net.ts';

/** Of the same prefecture as the net's municipality. */
export const neighbour = '993018';

export function programOf(organisation: string): NetName {
  if (organisation === nation) return 'juki-national-server';
  return tierOf(organisation) === 'prefecture' ? 'prefectural-server' : 'communication-server';
}

let lastRequest = 0;
export function newRequestId(): string {
  lastRequest += 1;
  return `test/${String(lastRequest)}`;
}

/** What came of a command, in a word. */
export type Verdict = 'taken' | WrongOrder | 'REQUEST_ID_USED' | 'REFUSED' | 'unavailable' | 'unexpected';

export function verdictOf(reply: CommandReply): Verdict {
  if (reply.kind === 'answered') return 'taken';
  return reply.kind === 'refused' ? (reply.refusal.reason ?? codeOf(reply.refusal.code)) : reply.kind;
}
function codeOf(code: 'WRONG_ORDER' | 'REQUEST_ID_USED' | 'REFUSED'): Verdict {
  if (code === 'WRONG_ORDER') throw new Error('An order is wrong for a reason.');
  return code;
}

export function operatorOf(net: ParticipantNet) {
  const clientOf = (organisation: string) =>
    createServerControlClient(net.peers[programOf(organisation)] ?? '', { timeoutMs: 10_000 });
  async function stateOf(organisation: string): Promise<ServerState> {
    const reply = await clientOf(organisation).readState(organisation);
    if (reply.kind !== 'answered') throw new Error(`${organisation}: ${reply.kind}`);
    return reply.body.state;
  }
  return {
    clientOf,
    stateOf,
    start: (organisation: string, requestId = newRequestId()) => clientOf(organisation).start(organisation, requestId),
    stop: (organisation: string, requestId = newRequestId()) => clientOf(organisation).stop(organisation, requestId),
    daily: (organisation: string, day: string, job: 'statistics' | 'backup', requestId = newRequestId()) =>
      clientOf(organisation).daily(organisation, { requestId, day, job }),
    probe: async (organisation: string) => (await clientOf(organisation).probe(organisation)).kind,
    /** Waits until the server is in one of the states in which it stays. */
    rest: (organisation: string) =>
      eventually(async () => {
        const state = await stateOf(organisation);
        return (state === 'running' || state === 'stopped') && state;
      }),
    async tell(organisation: string, hash: string, calendar: Partial<Omit<Calendar, 'hash'>>) {
      const told = { hash, hours: openHours, ...calendar };
      const reply = await clientOf(organisation).tellCalendar(organisation, told);
      if (reply.kind !== 'answered') throw new Error(`${organisation}: ${JSON.stringify(reply)}`);
    },
  };
}
type Calendar = Parameters<ReturnType<typeof createServerControlClient>['tellCalendar']>[1];

/** Every day from midnight to midnight. */
export const openHours: HoursSetting = { ...commonHours, enforced: false };

/** Days around now, so that a test at midnight sees no other calendar. */
export const daysNow = [-1, 0, 1].map((days) => tokyoDateOf(Date.now() + days * 86_400_000));
/** Closed now, at whatever time the test runs. */
export const closedHours: HoursSetting = {
  ...commonHours,
  overrides: daysNow.map((date) => ({ date, kind: 'closed', reason: 'test' })),
};
/** Like an operating day with the widest hours, now. */
export const wholeDayHours: HoursSetting = {
  ...commonHours,
  opens: '00:00',
  closes: '24:00',
  overrides: daysNow.map((date) => ({ date, kind: 'open', reason: 'test' })),
};
const minute = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;
/** An hour back and an hour ahead of now. */
export const hourAround = { from: minute(Date.now() - 3_600_000), to: minute(Date.now() + 3_600_000) };
