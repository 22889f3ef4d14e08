/** A result as Markdown tables: shown on the terminal, and put into docs/performance.md. */
import { format } from 'prettier';
import { line, number, spread } from '../common/markdown.ts';
import type { VariantName } from './options.ts';
import {
  aims,
  answerAims,
  answerParts,
  answerTitles,
  type AnswerFigures,
  type Result,
  type VariantSummary,
} from './result.ts';

const titles: Record<VariantName, string> = {
  residents: 'fugo',
  textbook: 'textbook Temporal',
  dbos: 'DBOS Transact',
  restate: 'Restate',
};

export async function reportOf(result: Result): Promise<string> {
  const parts = [
    conditionsOf(result),
    answersOf(result),
    variantsOf(result),
    ratioLines(result),
    standingOf(result),
    aimsOf(result),
  ];
  return format(parts.filter((part) => part !== '').join('\n\n'), { parser: 'markdown', printWidth: 120 });
}

function conditionsOf({ at, machine, versions, settings, rounds, answer }: Result): string {
  const idle = [...rounds.map(({ idleBefore }) => idleBefore), ...(answer ? [answer.idleBefore] : [])];
  return [
    `Measured ${at.slice(0, 10)} on ${machine.cores} cores of ${machine.cpu}, ${machine.memoryGiB} GiB, Linux ${machine.kernel};`,
    `Node.js ${machine.node}, Temporal ${versions.temporal} (dev server with its file, TypeScript SDK ${versions.temporalSdk}),`,
    `PostgreSQL ${versions.postgres}, DBOS ${versions.dbos}${restateOf(versions)}.`,
    `${settings.rounds} rounds of ${settings.residents} residents a variant, after a warm-up of ${settings.warmUp}.`,
    idle.length > 0 ? `Before each part at least ${number(Math.min(...idle))} % of the machine was idle.` : '',
    settings.forced ? 'Measured with `--force`.' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

const restateOf = ({ restate, restateSdk = '' }: Result['versions']): string =>
  restate === undefined ? '' : `, Restate ${restate} (TypeScript SDK ${restateSdk})`;

function answersOf({ answer }: Result): string {
  if (!answer) return '';
  return [
    line(['time to the answer, ms', 'answers', 'p50', 'p90', 'p99', 'longest', 'without the number']),
    line(['---', '--:', '--:', '--:', '--:', '--:', '--:']),
    ...partsOf(answer).map(({ title, times: { count, p50, p90, p99, most }, pending }) =>
      line([title, ...[count, p50, p90, p99, most, pending].map(number)]),
    ),
  ].join('\n');
}

/** Those that were measured. */
const partsOf = (answer: AnswerFigures) =>
  answerParts.flatMap((part) => {
    const times = answer[part];
    return times ? [{ part, title: answerTitles[part], times, pending: answer.pending[part] ?? 0 }] : [];
  });

function variantsOf({ variants }: Result): string {
  const columns = (['residents', 'textbook', 'dbos', 'restate'] as const).flatMap((name) => {
    const summary = variants[name];
    return summary ? [{ name, summary }] : [];
  });
  if (columns.length === 0) return '';
  const row = (name: string, valueOf: (summary: VariantSummary, variant: VariantName) => string): string =>
    line([name, ...columns.map(({ name: variant, summary }) => valueOf(summary, variant))]);
  return [
    line(['a resident', ...columns.map(({ name }) => titles[name])]),
    line(['---', ...columns.map(() => '--:')]),
    row('residents a second', ({ perSecond }) => spread(perSecond)),
    row('CPU ms, counted', ({ countedCpuMs }) => spread(countedCpuMs)),
    row('– engine', ({ cpuMs }, name) => (name === 'dbos' ? '–' : number(cpuMs.engine))),
    row('– API', ({ cpuMs }, name) => (name === 'residents' ? number(cpuMs.api) : '–')),
    row("– worker (a peer's process)", ({ cpuMs }) => number(cpuMs.own)),
    row("– fugo's PostgreSQL", ({ cpuMs }) => number(cpuMs.database)),
    row('CPU ms, simulators (not counted)', ({ cpuMs }) => number(cpuMs.simulators)),
    row("CPU ms, simulators' PostgreSQL (not counted)", ({ cpuMs }) => number(cpuMs.simulatorDatabase)),
    row('WAL, kB', ({ walBytes }) => number(walBytes / 1_000)),
    row('events in the history', ({ events }) => (events ? spread(events) : '–')),
    row('history, kB', ({ historyBytes }) => (historyBytes ? spread(historyBytes, 1_000) : '–')),
    row('serials issued / done twice', ({ serials, duplicates }) => `${serials} / ${duplicates}`),
  ].join('\n');
}

function ratioLines({ ratios }: Result): string {
  const rows = [
    ["fugo's counted CPU a resident to the textbook's", ratios.cpuToTextbook],
    ["fugo's counted CPU a resident to DBOS's", ratios.cpuToDbos],
    ["fugo's counted CPU a resident to Restate's", ratios.cpuToRestate],
    ["fugo's residents a second to the textbook's", ratios.speedToTextbook],
    ["fugo's residents a second to DBOS's", ratios.speedToDbos],
    ["fugo's residents a second to Restate's", ratios.speedToRestate],
  ] as const;
  const found = rows.flatMap(([name, value]) => (value ? [line([name, spread(value)])] : []));
  if (found.length === 0) return '';
  return [line(['ratio within a round', 'median (least–most)']), line(['---', '--:']), ...found].join('\n');
}

function standingOf({ standing }: Result): string {
  if (!standing) return '';
  const { engine, api, own, database, simulators, simulatorDatabase } = standing;
  return [
    line([
      'with nothing to do',
      'engine',
      'API',
      'worker',
      "fugo's PostgreSQL",
      'simulators',
      "simulators' PostgreSQL",
    ]),
    line(['---', '--:', '--:', '--:', '--:', '--:', '--:']),
    line(['CPU ms a second', ...[engine, api, own, database, simulators, simulatorDatabase].map(number)]),
  ].join('\n');
}

function aimsOf({ answer, ratios, variants }: Result): string {
  const rows: string[] = [];
  const add = (aim: string, found: number | undefined, limit: number, unit: string): void => {
    if (found === undefined) return;
    const times = limit === 0 ? '' : `: ${number(found / limit)} times the aim`;
    rows.push(line([aim, `${number(found)}${unit}`, found <= limit ? 'yes' : `no${times}`]));
  };
  for (const { part, title, times, pending } of answer ? partsOf(answer) : []) {
    const aim = answerAims[part];
    if (!aim) continue;
    add(`the number within ${aim.p50} ms at p50, ${title}`, times.p50, aim.p50, ' ms');
    add(`the number within ${aim.p99} ms at p99, ${title}`, times.p99, aim.p99, ' ms');
    add(`no answer without the number, ${title}`, pending, 0, '');
  }
  add(`${aims.cpuToTextbook} of the textbook's CPU`, ratios.cpuToTextbook?.median, aims.cpuToTextbook, '');
  add(`${aims.cpuToDbos} times DBOS's CPU`, ratios.cpuToDbos?.median, aims.cpuToDbos, '');
  add(`at most ${aims.events} events when nothing fails`, variants.residents?.events?.median, aims.events, '');
  if (rows.length === 0) return '';
  return [line(['aim', 'measured', 'reached']), line(['---', '--:', '---']), ...rows].join('\n');
}
