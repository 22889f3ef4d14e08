/** `npm run bench`: measures fugo and its peers on a stack of their own, one after the other. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { format } from 'prettier';
import { z } from 'zod';
import { noteOf, textOf } from '../local/messages.ts';
import { answerFiguresOf, sendAtRate, sendOneAtATime } from './answer.ts';
import { describeMachine, measureIdle, type Machine } from './machine.ts';
import { caseNames, printUsage, readOptions, UsageError, type Options, type VariantName } from './options.ts';
import { createTransfers, type NewTransfer } from './people.ts';
import { reportOf } from './report.ts';
import type { AnswerFigures, Result, Round } from './result.ts';
import { countResidents, measureStanding, runRound, untilRequested } from './rounds.ts';
import { municipalityOf, openBenchStack, type BenchStack } from './stack.ts';
import { rounded } from './statistics.ts';
import { ratiosOf, summariesOf } from './summary.ts';

const warmUp = 30;
const standingMs = 10_000;
/** Answers of the default run; fewer residents ask for fewer answers. */
const defaultResidents = 120;
const answers = { oneAtATime: 200, atTwentyASecond: 600 };
const leastIdle = 70;
/** What came before may still be writing; another program's work is not over by then. */
const idlePatienceMs = 60_000;

class NotIdle extends Error {}

const startedAt = Date.now();
function say(line: string): void {
  process.stderr.write(`[${Math.round((Date.now() - startedAt) / 1_000)} s] ${line}\n`);
}

async function main(args: readonly string[]): Promise<number> {
  let options: Options | undefined;
  try {
    options = readOptions(args);
  } catch (err) {
    if (!(err instanceof UsageError)) throw err;
    process.stderr.write(`${err.message}\n`);
    return 2;
  }
  if (!options) {
    printUsage();
    return 0;
  }
  let stack: BenchStack | undefined;
  const stop = async (): Promise<void> => stack?.close();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().finally(() => process.exit(130)));
  }
  try {
    await getIdle(options); // before the minutes of starting, which nobody should wait for in vain
    stack = await openBenchStack(say);
    const result = await measure(stack, options);
    await stack.close();
    const report = await reportOf(result);
    process.stdout.write(options.json ? `${JSON.stringify(result, roundNumbers, 2)}\n` : `\n${report}`);
    await keep(result, report, options);
    return 0;
  } catch (err) {
    await stop();
    process.stderr.write(`${err instanceof NotIdle ? err.message : textOf(noteOf(err), 'en')}\n`);
    if (process.env['FUGO_LOG_LEVEL'] === 'debug')
      process.stderr.write(`${String(err instanceof Error && err.stack)}\n`);
    return 1;
  }
}

async function measure(stack: BenchStack, options: Options): Promise<Result> {
  const newTransfer = createTransfers(Date.now() % 1_000_000_007);
  const variants = options.cases.filter((name) => name !== 'answer');
  const warm = [...new Set<VariantName>(['residents', ...variants])];
  for (const variant of warm) {
    say(`warm-up: ${variant}`);
    await runRound(stack, variant, many(newTransfer, warmUp));
  }
  say('standing cost');
  const standing = await measureStanding(stack, standingMs);
  const answer = options.cases.includes('answer') ? await measureAnswers(stack, options, newTransfer) : undefined;
  const rounds = await measureRounds(stack, options, variants, newTransfer);
  return {
    at: new Date().toISOString(),
    machine: describeMachine(),
    versions: await readVersions(stack),
    settings: { rounds: options.rounds, residents: options.residents, warmUp, forced: options.force },
    standing,
    ...(answer && { answer }),
    rounds,
    variants: summariesOf(rounds),
    ratios: ratiosOf(rounds),
  };
}

async function measureAnswers(stack: BenchStack, options: Options, newTransfer: NewTransfer): Promise<AnswerFigures> {
  const share = Math.min(1, options.residents / defaultResidents);
  const idleBefore = await getIdle(options);
  const municipality = municipalityOf.residents;
  const finish = async (): Promise<void> =>
    untilRequested(stack, municipality, (await countResidents(stack, municipality)).all);
  say('answer: one at a time');
  const oneAtATime = await sendOneAtATime(stack, many(newTransfer, Math.ceil(answers.oneAtATime * share)));
  await finish();
  await getIdle(options);
  say('answer: 20 a second');
  const atRate = await sendAtRate(stack, many(newTransfer, Math.ceil(answers.atTwentyASecond * share)));
  await finish();
  return answerFiguresOf(idleBefore, oneAtATime, atRate);
}

/** A B C, then C B A: what drifts during the run drifts for all of them alike. */
async function measureRounds(
  stack: BenchStack,
  options: Options,
  variants: readonly VariantName[],
  newTransfer: NewTransfer,
): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let round = 1; variants.length > 0 && round <= options.rounds; round += 1) {
    for (const variant of round % 2 === 1 ? variants : variants.toReversed()) {
      const idleBefore = await getIdle(options);
      const measured = await runRound(stack, variant, many(newTransfer, options.residents));
      rounds.push({ round, idleBefore, ...measured });
      const { perSecond, countedCpuMs, serials, duplicates } = measured;
      say(`round ${round}, ${variant}: ${perSecond.toFixed(1)} a second, ${countedCpuMs.toFixed(0)} CPU ms each`);
      if (serials !== options.residents || duplicates !== 0) {
        throw new Error(`${variant}: ${serials} serials for ${options.residents} residents, ${duplicates} done twice.`);
      }
    }
  }
  return rounds;
}

const many = (newTransfer: NewTransfer, count: number) => Array.from({ length: count }, newTransfer);

/** How idle the machine is, in percent; throws NotIdle when it does not come to rest. */
async function getIdle({ force }: Options): Promise<number> {
  const deadline = Date.now() + idlePatienceMs;
  for (;;) {
    const idle = await measureIdle();
    if (idle >= leastIdle || force) return idle;
    if (Date.now() > deadline) {
      throw new NotIdle(
        `Only ${Math.round(idle)} % of this machine is idle, and figures taken beside other work mean nothing. ` +
          `Please end that work, or measure all the same with --force.`,
      );
    }
    say(`waiting for the machine: ${Math.round(idle)} % idle`);
    await sleep(3_000);
  }
}

async function readVersions({ sql, temporalVersion }: BenchStack): Promise<Result['versions']> {
  const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`;
  const Package = z.object({ version: z.string() });
  const require = createRequire(import.meta.url);
  const versionOf = (path: string): string => Package.parse(JSON.parse(readFileSync(path, 'utf8'))).version;
  return {
    fugo: versionOf(fileURLToPath(new URL('../package.json', import.meta.url))),
    temporal: temporalVersion,
    postgres: row?.version ?? 'unknown',
    temporalSdk: versionOf(require.resolve('@temporalio/worker/package.json')),
    dbos: versionOf(fileURLToPath(new URL('../node_modules/@dbos-inc/dbos-sdk/package.json', import.meta.url))),
  };
}

/** Two digits behind the point; what is behind those is noise of the machine. */
const roundNumbers = (_key: string, value: unknown): unknown => (typeof value === 'number' ? rounded(value) : value);

/** Only a whole run beside nothing else is kept: a part of one must not take its place. */
async function keep(result: Result, report: string, { cases, docs, force, json }: Options): Promise<void> {
  if (force || cases.length < caseNames.length) return;
  const folder = new URL('results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const name = `${result.at.slice(0, 10)}-${slugOf(result.machine)}.json`;
  writeFileSync(
    new URL(name, folder),
    await format(JSON.stringify(result, roundNumbers), { parser: 'json', printWidth: 120 }),
  );
  if (!json) process.stdout.write(`\nWritten to bench/results/${name}\n`);
  if (!docs) return;
  const page = new URL('../docs/performance.md', import.meta.url);
  const [begin, end] = ['<!-- figures: written by npm run bench -- --docs -->', '<!-- end of figures -->'];
  const [head, rest = ''] = readFileSync(page, 'utf8').split(begin);
  const [, tail] = rest.split(end);
  if (head === undefined || tail === undefined) throw new Error('docs/performance.md has no place for the figures.');
  const source = `The whole result: [\`bench/results/${name}\`](../bench/results/${name}).`;
  writeFileSync(page, `${head}${begin}\n\n${report}\n${source}\n\n${end}${tail}`);
}

const slugOf = ({ cpu, cores }: Machine): string =>
  `${cpu
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '')}-${cores}-cores`;

process.exitCode = await main(process.argv.slice(2));
process.exit();
