/** `npm run bench -- daily`: measures fugo and its peers on one stack, one after the other. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { runCommand } from '../common/command.ts';
import { getIdle } from '../common/idle.ts';
import { describeMachine, slugOf } from '../common/machine.ts';
import { writeBetween } from '../common/page.ts';
import { createTransfers, type NewTransfer } from '../common/people.ts';
import { say } from '../common/say.ts';
import { roundNumbers } from '../common/statistics.ts';
import { readVersions } from '../common/versions.ts';
import { measureAnswers } from './answer.ts';
import { caseNames, readOptions, usage, type Options, type VariantName } from './options.ts';
import { reportOf } from './report.ts';
import type { Result, Round } from './result.ts';
import { measureStanding, runRound } from './rounds.ts';
import { openDailyStack, type DailyStack } from './stack.ts';
import { ratiosOf, summariesOf } from './summary.ts';

const warmUp = 30;
const standingMs = 10_000;
/** Fewer residents ask for fewer answers. */
const defaultResidents = 120;

/** The cases of the daily work. Answers the exit code. */
export function measureDaily(args: readonly string[]): Promise<number> {
  let stack: DailyStack | undefined;
  return runCommand<Options>({
    usage,
    readOptions: () => readOptions(args),
    async work(options) {
      await getIdle(options); // before the minutes of starting, which nobody should wait for in vain
      stack = await openDailyStack(say);
      const result = await measure(stack, options);
      await stack.close();
      const report = await reportOf(result);
      process.stdout.write(options.json ? `${JSON.stringify(result, roundNumbers(2), 2)}\n` : `\n${report}`);
      await keep(result, report, options);
    },
    stop: async () => stack?.close(),
  });
}

async function measure(stack: DailyStack, options: Options): Promise<Result> {
  const newTransfer = createTransfers(Date.now() % 1_000_000_007);
  const variants = options.cases.filter((name) => name !== 'answer');
  const warm = [...new Set<VariantName>(['residents', ...variants])];
  for (const variant of warm) {
    say(`warm-up: ${variant}`);
    await runRound(stack, variant, many(newTransfer, warmUp));
  }
  say('standing cost');
  const standing = await measureStanding(stack, standingMs);
  const share = Math.min(1, options.residents / defaultResidents);
  const answer = options.cases.includes('answer')
    ? await measureAnswers(stack, { share, force: options.force, newTransfer })
    : undefined;
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

/** A B C, then C B A: what drifts during the run drifts for all of them alike. */
async function measureRounds(
  stack: DailyStack,
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

const marks = {
  begin: '<!-- figures: written by npm run bench -- --docs -->',
  end: '<!-- end of figures -->',
};

/** Only a whole run beside nothing else is kept: a part of one must not take its place. */
async function keep(result: Result, report: string, { cases, docs, force, json }: Options): Promise<void> {
  if (force || cases.length < caseNames.length) return;
  const folder = new URL('../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const name = `${result.at.slice(0, 10)}-${slugOf(result.machine)}.json`;
  writeFileSync(
    new URL(name, folder),
    await format(JSON.stringify(result, roundNumbers(2)), { parser: 'json', printWidth: 120 }),
  );
  if (!json) process.stdout.write(`\nWritten to bench/results/${name}\n`);
  if (!docs) return;
  const source = `The whole result: [\`bench/results/${name}\`](../bench/results/${name}).`;
  writeBetween(marks, `${report}\n${source}`);
}
