import type { LineResults } from '../contracts/participants/common.ts';
import { NationalCodeRequest } from '../contracts/participants/code-route.ts';
import type { DailyJob } from '../contracts/participants/control.ts';
import { tokyoDateOf } from '../domain/calendar/civil-date.ts';
import { prefectureOf } from '../domain/organisations.ts';
import { textColumn, numberColumn } from './base/columns.ts';
import { parseBody, Unready } from './base/http.ts';
import { PeerAway } from './base/peers.ts';
import type { Base, Participant } from './base/program.ts';
import { groupBy } from './base/rows.ts';
import { addServerControl, refuseClosed } from './base/server-control.ts';
import { openServers, serverTables, type DaySpan } from './base/servers.ts';
import { addDeliveries } from './deliveries/deliveries.ts';

/**
 * 都道府県サーバー: stands between the communication servers of its municipalities and the national server. It passes S70 on
 * until its own end of online operation (seed J, point 3), keeps none of it, and answers what the national server answers.
 */
export const prefecturalServer: Participant = {
  tables: `
    ${serverTables}
    -- Only numbers: how many lines of a municipality were passed on a day, and how many of them were repeated.
    create table if not exists passed_lines (
      municipality text,
      day date,
      accepted integer not null,
      repeated integer not null,
      refused integer not null,
      primary key (municipality, day)
    );
  `,
  async build(base) {
    const { app, peers } = base;
    const { sql } = base.database;
    const servers = await openServers(base, {
      kind: 'prefectural-server',
      count: (job, prefecture, day) => countDay(base, job, prefecture, day),
    });
    addServerControl(base, servers, (municipality) => peers.isOpenFor('juki-national-server', municipality));
    addDeliveries(base, servers);

    app.post('/v1/code-requests', async (c) => {
      const request = await parseBody(c, NationalCodeRequest);
      const municipalityOf = new Map(request.lines.map(({ lineId, municipality }) => [lineId, municipality]));
      const municipalities = [...new Set(municipalityOf.values())];
      for (const municipality of municipalities) await servers.install(municipality);
      refuseClosed(servers, municipalities);
      const results = await passOn(base, request);
      await notePassed(
        base,
        results.map(({ lineId, result }) => ({ municipality: municipalityOf.get(lineId) ?? '', result })),
      );
      return c.json({ requestId: request.requestId, results } satisfies LineResults, 202);
    });

    return {
      async counts() {
        const [row] = await sql<{ passed: number }[]>`
          select coalesce(sum(accepted), 0)::int as passed from passed_lines`;
        return { passed: row?.passed ?? 0 };
      },
      servers: servers.list,
    };
  },
};

/** The national server's results. Throws Unready (503) if it cannot take the lines now. */
async function passOn({ peers }: Base, request: NationalCodeRequest): Promise<LineResults['results']> {
  try {
    return [...(await peers.sendLines('juki-national-server', '/v1/code-requests', request)).values()];
  } catch (error) {
    const retryAfter = error instanceof PeerAway && error.retryAfter !== null ? Number(error.retryAfter) : null;
    throw new Unready(retryAfter === null ? 'busy' : 'closed', retryAfter);
  }
}

async function notePassed(
  { database: { sql } }: Base,
  lines: readonly { municipality: string; result: LineResults['results'][number]['result'] }[],
): Promise<void> {
  const rows = [...groupBy(lines, ({ municipality }) => municipality)].map(([municipality, own]) => ({
    municipality,
    accepted: own.filter(({ result }) => result === 'accepted').length,
    repeated: own.filter(({ result }) => result === 'repeated').length,
    refused: own.filter(({ result }) => result === 'refused').length,
  }));
  await sql`
    insert into passed_lines (municipality, day, accepted, repeated, refused)
    select municipality, ${tokyoDateOf(Date.now())}::date, accepted, repeated, refused from unnest(
      ${textColumn(rows.map(({ municipality }) => municipality))}::text[],
      ${numberColumn(rows.map(({ accepted }) => accepted))}::integer[],
      ${numberColumn(rows.map(({ repeated }) => repeated))}::integer[],
      ${numberColumn(rows.map(({ refused }) => refused))}::integer[]
    ) as passed(municipality, accepted, repeated, refused)
    on conflict (municipality, day) do update set accepted = passed_lines.accepted + excluded.accepted,
      repeated = passed_lines.repeated + excluded.repeated, refused = passed_lines.refused + excluded.refused`;
}

/** Statistics: the lines passed on that day; backup: the rows that there are. */
async function countDay({ database: { sql } }: Base, job: DailyJob, prefecture: string, { from }: DaySpan) {
  const rows = await sql<{ municipality: string; day: string; accepted: number; repeated: number; refused: number }[]>`
    select municipality, day::text, accepted, repeated, refused from passed_lines`;
  const own = rows.filter(({ municipality }) => prefectureOf(municipality) === prefecture);
  if (job === 'backup') return { rows: own.length };
  const passed = own.filter(({ day }) => day === tokyoDateOf(from.getTime()));
  return {
    requests: passed.reduce((sum, { accepted }) => sum + accepted, 0),
    repeated: passed.reduce((sum, { repeated }) => sum + repeated, 0),
    refused: passed.reduce((sum, { refused }) => sum + refused, 0),
  };
}
