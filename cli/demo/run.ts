import { randomInt } from 'node:crypto';
import { constants } from 'node:os';
import { getHome } from '../../config/local.ts';
import { stopStack } from '../../local/stack.ts';
import { readStatus } from '../../local/status.ts';
import { note, print, printJson, printLines, say, type Context } from '../terminal/context.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import { startWithBoard, type StartOptions } from '../stack/up-and-down.ts';
import { findKnownSample, followParticipants, knownLines } from './known-sample.ts';
import { sampleMunicipalities } from './municipalities.ts';
import { runDayDemo } from './day.ts';
import { play } from './play.ts';
import { setUpMunicipalities } from './setup.ts';
import { isSound, summaryLines, type Summary } from './summary.ts';
import { addressesOf, addressLines } from '../stack/addresses.ts';

export interface DemoOptions extends StartOptions {
  residents?: number;
  seed?: number;
  exit?: boolean;
  /** Shows an operating day. */
  day?: boolean;
  quick?: boolean;
  enforceHours?: boolean;
  limit?: number;
  json?: boolean;
}
export type StartDemoOptions = Omit<DemoOptions, 'residents' | 'exit' | 'day' | 'quick'> & { people?: number };

/**
 * `fugo start` is what `npm start` runs. A later start brings back what was there, and enters people only when asked.
 */
export async function runStart(context: Context, { people, ...options }: StartDemoOptions): Promise<ExitCode> {
  if (people !== undefined || options.seed !== undefined) {
    return runDemo(context, { ...options, ...(people === undefined ? {} : { residents: people }) });
  }
  const { run } = await startWithBoard(context, options);
  const known = await findKnownSample(context);
  if (!known) return runDemo(context, options);
  if (options.enforceHours) await setUpMunicipalities(context, { enforceHours: true });
  else await followParticipants(context);
  if (options.json) printJson(context, { ...known, entered: 0, addresses: addressesOf(run) });
  else {
    print(context, say(context, 'demo.known', { names: sampleNames(context), persons: known.residents }));
    const lines = [...knownLines(context, known), '', ...addressLines(context, run), '', ...nextSteps(context)];
    printLines(context, lines);
  }
  return exitCodes.ok;
}

/** `fugo demo` starts fugo where it does not run, and with `--exit` stops again what it has started. */
export async function runDemo(context: Context, options: DemoOptions): Promise<ExitCode> {
  const home = getHome(context.env);
  const stop = options.exit === true && !(await isStarted(home));
  if (stop) stopOnSignal(home);
  const { run } = await startWithBoard(context, options);
  try {
    if (options.day) return await runDayDemo(context, options);
    const summary = await demonstrate(context, options);
    if (options.json) printJson(context, stop ? summary : { ...summary, addresses: addressesOf(run) });
    else tell(context, summary, stop ? [] : [...addressLines(context, run), '', ...nextSteps(context)]);
    return isSound(summary) ? exitCodes.ok : exitCodes.refused;
  } finally {
    if (stop) {
      note(context, say(context, 'down.stopping'));
      await stopStack(home);
    }
  }
}

/** Whether somebody else has started fugo here, or is just doing so. */
async function isStarted(home: string): Promise<boolean> {
  const { state } = await readStatus(home);
  return state === 'ready' || state === 'starting';
}

/** Ctrl-C also stops what was started for this demonstration alone. */
function stopOnSignal(home: string): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stopStack(home).finally(() => process.exit(128 + constants.signals[signal])));
  }
}

async function demonstrate(context: Context, options: DemoOptions): Promise<Summary> {
  const { residents = 100, enforceHours = false } = options;
  // A repeated seed draws people whom fugo knows already, so each run takes a new one unless it is named.
  const seed = options.seed ?? randomInt(1, 4_294_967_295);
  const operators = await setUpMunicipalities(context, { enforceHours });
  note(context, say(context, 'demo.starting', { names: sampleNames(context), residents, seed }));
  // Whoever is left at the end counts as an error of fugo, so the limit is longer than any run seen.
  const limitSeconds = options.limit ?? 300 + residents;
  return play(context, operators, { residents, seed, limitSeconds });
}

function sampleNames({ language }: Context): string {
  return sampleMunicipalities.map(({ name, nameEn }) => (language === 'ja' ? name : nameEn)).join(', ');
}

function tell(context: Context, summary: Summary, more: readonly string[]): void {
  print(context, say(context, isSound(summary) ? 'demo.sound' : 'demo.unsound'));
  printLines(context, [...summaryLines(context, summary), '', ...more]);
}

function nextSteps(context: Context): string[] {
  const commands: [string, string][] = [
    ['npx --no-install fugo staff samples', say(context, 'demo.tryStaff')],
    ['npx --no-install fugo staff code supervisor@990019.example', ''],
    ['npx --no-install fugo errors list', say(context, 'demo.tryErrors')],
    ['npx --no-install fugo demo --residents 50', say(context, 'demo.tryMore')],
    ['npx --no-install fugo demo --day', say(context, 'demo.tryDay')],
    ['npm start -- --people 100', say(context, 'demo.tryPeople')],
    ['npx --no-install fugo participants fault intermediate-server closed --for 60', say(context, 'demo.tryFault')],
    ['npx --no-install fugo errors retry --code INTERMEDIATE_SERVER_UNAVAILABLE --all', ''],
    ['npx --no-install fugo status', say(context, 'demo.tryStatus')],
    ['npx --no-install fugo down', say(context, 'demo.tryDown')],
  ];
  return [
    say(context, 'demo.next'),
    ...commands.flatMap(([line, what]) => [...(what === '' ? [] : [`  ${what}`]), `    ${line}`]),
  ];
}
