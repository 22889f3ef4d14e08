import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';

/**
 * サーバのジョブのプログラム: a program file that the national body delivers under this name brings jobs of its own to the
 * servers. It is an ES module without imports:
 *
 *     export const jobs = { name: (figures, parameters) => ({ counted: 1 }) };
 *
 * `figures` are the day's, `parameters` what the command tells; the answer is counts, none below zero. A throw fails the
 * job. It runs in the server's own process: what two people have signed is trusted as the server's program is.
 */
export const jobProgramName = 'server-jobs';

export type JobProgram = ReadonlyMap<
  string,
  (figures: Record<string, number>, parameters: Record<string, unknown>) => Promise<Record<string, number>>
>;

const Counts = z.record(z.string().max(100), z.number().int().nonnegative());
type ProgramJob = (figures: Record<string, number>, parameters: Record<string, unknown>) => unknown;
const Module = z.object({
  jobs: z.record(
    z.string().regex(/^[a-z][a-z0-9-]{0,49}$/u),
    z.custom<ProgramJob>((value) => typeof value === 'function'),
  ),
});

/** Bytes. */
const largestJobProgram = 1024 * 1024;

/** Undefined if it is no such program. Other bytes are another module, so a version before comes back as it was. */
export async function readJobProgram(path: string): Promise<JobProgram | undefined> {
  try {
    if ((await stat(path)).size > largestJobProgram) return undefined;
    const source = `data:text/javascript;base64,${await readFile(path, 'base64')}`;
    const { jobs } = Module.parse(await import(source));
    return new Map(
      Object.entries(jobs).map(([name, run]) => [
        name,
        async (figures, parameters) => Counts.parse(await run({ ...figures }, { ...parameters })),
      ]),
    );
  } catch {
    return undefined;
  }
}
