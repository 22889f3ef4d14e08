import { languageOf } from '../config/language.ts';
import { exitCodes } from './terminal/exit.ts';
import { runFugo } from './run.ts';

const { env, stdin, stdout, stderr } = process;
// `fugo … | head` closes our output; that is no error of ours.
stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : exitCodes.internal));
process.exitCode = await runFugo(process.argv.slice(2), { env, language: languageOf(env), stdin, stdout, stderr });
// What a command opened (an idle HTTP connection, a waiting standard input) must not keep it from ending.
stdout.write('', () => process.exit());
