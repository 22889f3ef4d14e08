import type { LoadEncoding, LoadFormat } from '../../contracts/load-file.ts';
import { rules } from '../../domain/values/checked.ts';
import { checkName } from '../../domain/values/name-folding.ts';
import { encode } from '../../load-files/encode.ts';
import { note, print, printJson, say, usageError, type Context } from '../terminal/context.ts';
import { sampleMunicipalities } from '../demo/municipalities.ts';
import { exitCodes, type ExitCode } from '../terminal/exit.ts';
import type { NumberSystem } from '../../fictitious/backbones.ts';
import { openDestination, type Destination } from '../terminal/destination.ts';
import { writeResidents } from '../../fictitious/file.ts';
import { countHouseholds } from '../../fictitious/households.ts';
import { createNames } from '../../fictitious/names.ts';
import { backbonesOf } from './backbones.ts';
import { createOutput } from './output.ts';
import { summaryLines, type Summary } from './summary.ts';
import { createProgressLine } from '../terminal/redraw.ts';

const sampleTown = sampleMunicipalities[0].name;

export interface GenerateOptions {
  count: number;
  seed: number;
  output?: string;
  format: LoadFormat;
  encoding: LoadEncoding;
  numberSystems: NumberSystem[];
  imported: number;
  defects: number;
  defectsReport?: string;
  town?: string;
  backbones?: string;
  json?: boolean;
}

/** `fugo generate residents` writes a file of residents who do not exist, for an initial load. */
export async function runGenerateResidents(context: Context, options: GenerateOptions): Promise<ExitCode> {
  const { output: file, json = false } = options;
  if (json && file === undefined) {
    throw usageError(context, '--json', say(context, 'usage.needs', { others: '--output' }));
  }
  requireTown(context, options);
  const summary = await generate(context, options);
  if (json) printJson(context, summary);
  // Standard output may be the file itself.
  else for (const line of summaryLines(context, summary)) (file === undefined ? note : print)(context, line);
  return exitCodes.ok;
}

function requireTown(context: Context, { town = sampleTown, encoding }: GenerateOptions): void {
  const checked = checkName(town);
  if (!checked.valid) throw usageError(context, '--town', rules[checked.rule][context.language]);
  if (Array.from(town).length > longestTown) throw usageError(context, '--town', rules.TOO_LONG[context.language]);
  if (!encode(town, encoding).isWhole) throw usageError(context, '--town', say(context, 'generate.notInEncoding'));
}
const longestTown = 40;

async function generate(context: Context, options: GenerateOptions): Promise<Summary> {
  const startedAt = performance.now();
  const { count, seed, numberSystems, imported, town = sampleTown, format, encoding, defects } = options;
  const backbones = options.backbones === undefined ? undefined : backbonesOf(context, options.backbones);
  const names = createNames((name) => encode(name, encoding).isWhole);
  const contents = {
    seed,
    count,
    town,
    names,
    numberSystems,
    importedShare: imported,
    datesInDigits: format === 'fixed',
  };
  const destination = await openDestination(context, '--output', options.output);
  const reportTo = await openReport(context, options.defectsReport);
  const file = createOutput(destination.write);
  const progress = createProgressLine(context);
  const progressSentence = (lines: number): string =>
    say(context, 'generate.progress', {
      lines,
      perSecond: Math.round((lines / (performance.now() - startedAt)) * 1_000),
    });
  try {
    const counts = await writeResidents(
      { contents, format, encoding, defectShare: defects },
      {
        file,
        report: reportTo && createOutput(reportTo.write),
        onProgress: ({ lines }) => progress.show(() => progressSentence(lines)),
      },
    );
    await backbones?.tell(contents);
    const households = countHouseholds(contents);
    const seconds = Math.round(performance.now() - startedAt) / 1_000;
    return { residents: count, households, ...counts, seed, ...file.digest(), seconds };
  } finally {
    progress.end();
    await destination.close();
    await reportTo?.close();
  }
}

async function openReport(context: Context, path: string | undefined): Promise<Destination | undefined> {
  return path === undefined ? undefined : openDestination(context, '--defects-report', path);
}
