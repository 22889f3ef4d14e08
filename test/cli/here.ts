import { PassThrough, Readable, Writable } from 'node:stream';
import type { Context } from '../../cli/terminal/context.ts';
import { runFugo } from '../../cli/run.ts';

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** The command in this process, with streams that are no terminal: a hundred of them take seconds. */
export async function runHere(
  args: readonly string[],
  { input, env }: { input: string; env: NodeJS.ProcessEnv },
): Promise<Ended> {
  const said = { stdout: '', stderr: '' };
  const streamTo = (name: keyof typeof said): NodeJS.WriteStream =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        said[name] += chunk.toString('utf8');
        done();
      },
    }) as unknown as NodeJS.WriteStream;
  const context: Context = {
    env,
    language: env['FUGO_LANG'] === 'ja' ? 'ja' : 'en',
    stdin: Readable.from([Buffer.from(input)]).pipe(new PassThrough()) as unknown as NodeJS.ReadStream,
    stdout: streamTo('stdout'),
    stderr: streamTo('stderr'),
  };
  const code = await runFugo(args, context);
  return { code, ...said };
}
