import { languageOf } from '../config/language.ts';
import { exitCodes } from './terminal/exit.ts';
import { runFugo } from './run.ts';

const { env, stdin, stdout, stderr } = process;
// `fugo … | head` closes our output, which is no error.
stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : exitCodes.internal));
process.exitCode = await runFugo(process.argv.slice(2), { env, language: languageOf(env), stdin, stdout, stderr });
// An idle HTTP connection or a waiting standard input must not keep the command from ending.
stdout.write('', () => process.exit());
