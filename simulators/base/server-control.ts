import {
  type CalendarTold,
  CommandRefused,
  type CommandTaken,
  DailyCommand,
  JobCommand,
  type Passage,
  ServerCommand,
  type ServerList,
  type ServerProbe,
  ToldCalendar,
  type WrongOrder,
} from '../../contracts/participants/control.ts';
import { MunicipalityCode, OrganisationCode } from '../../contracts/participants/common.ts';
import { parseBody, parseValue, requestIdOf, Unready, refuseField, type AppContext } from './http.ts';
import type { Base } from './program.ts';
import type { Outcome, Servers } from './servers.ts';

/** The control interface: commands, state, probe and calendar of each organisation's server. */
export function addServerControl({ app, faults }: Base, servers: Servers, above: PassageAbove = alwaysOpen): void {
  const path = '/v1/organisations/:organisation/server';

  function organisationOf(c: AppContext): string {
    const organisation = parseValue(c.req.param('organisation'), OrganisationCode, 'organisation');
    if (!servers.has(organisation)) throw refuseField('organisation', 'no_server_of_this_kind');
    return organisation;
  }

  app.get('/v1/servers', async (c) => c.json({ servers: await servers.list() } satisfies ServerList));
  app.get(path, async (c) => c.json(await servers.view(organisationOf(c))));
  for (const name of ['start', 'stop'] as const) {
    app.post(`${path}/${name}`, async (c) => {
      const organisation = organisationOf(c);
      const { requestId } = await parseBody(c, ServerCommand);
      return answerCommand(c, requestId, await servers.command(organisation, requestId, { name }));
    });
  }
  app.post(`${path}/daily`, async (c) => {
    const organisation = organisationOf(c);
    const { requestId, day, job } = await parseBody(c, DailyCommand);
    return answerCommand(c, requestId, await servers.command(organisation, requestId, { name: 'daily', day, job }));
  });
  app.post(`${path}/jobs`, async (c) => {
    const organisation = organisationOf(c);
    const answer = await servers.jobs.command(organisation, await parseBody(c, JobCommand));
    return 'code' in answer ? c.json(answer, 409) : c.json(answer, 202);
  });
  app.get(`${path}/jobs`, async (c) => c.json(await servers.jobs.find(organisationOf(c), requestIdOf(c))));
  app.put(`${path}/calendar`, async (c) => {
    const organisation = organisationOf(c);
    const calendar = await parseBody(c, ToldCalendar);
    await servers.tell(organisation, calendar);
    return c.json({ calendarHash: calendar.hash } satisfies CalendarTold);
  });
  app.get(`${path}/probe`, async (c) => {
    const organisation = organisationOf(c);
    if (!(await servers.isWell(organisation))) throw new Unready('closed');
    return c.json({ organisation, kind: servers.kind, at: new Date().toISOString() } satisfies ServerProbe);
  });
  // Outside /v1, because a fault of the lines must not look like a closed road; a closed system is one.
  app.get('/passage', async (c) => {
    const municipality = parseValue(c.req.query('municipality'), MunicipalityCode, 'municipality');
    await servers.install(municipality);
    if (faults.is('closed')) throw new Unready('closed', faults.secondsLeft());
    refuseClosed(servers, [municipality]);
    if (!(await above(municipality))) throw new Unready('closed');
    return c.json({ open: true } satisfies Passage);
  });
}

/** Whether the servers above take lines of the municipality. */
type PassageAbove = (municipality: string) => Promise<boolean>;
const alwaysOpen: PassageAbove = async () => true;

/** Throws Unready (503) if lines of one of the municipalities may not pass now. */
export function refuseClosed(servers: Servers, municipalities: Iterable<string>): void {
  for (const municipality of municipalities) {
    const closure = servers.findClosure(municipality);
    if (closure) throw new Unready('closed', closure.retryAfter);
  }
}

function answerCommand(c: AppContext, requestId: string, outcome: Outcome): Response {
  if (outcome.kind === 'taken') return c.json({ requestId, state: outcome.state } satisfies CommandTaken, 202);
  const { code, reason } = outcome;
  return c.json(CommandRefused.parse({ code, reason, message: sentences[reason ?? code] }), 409);
}

const sentences: Record<WrongOrder | 'REQUEST_ID_USED' | 'REFUSED' | 'WRONG_ORDER', string> = {
  NATIONAL_SERVER_NOT_RUNNING:
    '全国サーバが運転していないため起動できません。 The national server must run before this one starts.',
  PREFECTURAL_SERVER_NOT_RUNNING:
    '都道府県サーバが運転していないため起動できません。 The prefectural server must run before this one starts.',
  PREFECTURAL_SERVER_RUNNING:
    '停止していない都道府県サーバがあります。 All prefectural servers must stop before this one.',
  COMMUNICATION_SERVER_RUNNING:
    '停止していないCSが管内にあります。 All communication servers of the prefecture must stop before this one.',
  SERVERS_BELOW_UNKNOWN:
    '下位のサーバーの状態を確認できません。 The servers below do not say whether they are stopped.',
  ONLINE: '日次処理はオンライン運用の終了後に行います。 Daily jobs run after online operation, on a stopped server.',
  STOPPING: '停止の途中です。 The server is still stopping.',
  DAILY_PROCESSING: '日次処理の途中です。 The server is still at its daily jobs.',
  WRONG_ORDER: '順序が違います。 The command is out of order.',
  REQUEST_ID_USED: 'この要求IDは別の指示に使われています。 This request id belongs to another command.',
  REFUSED: '指示を受け付けません。 The server refuses the command.',
};
