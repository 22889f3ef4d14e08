/** Takes mails to the call centre until it is told to end; a program of its own, in the role of the API. */
import { readMailInConfig } from '../config/mail-in.ts';
import { openDatabase } from '../storage/database/database.ts';
import { createLogger, describeError } from '../temporal/logging.ts';
import { startMailIn } from './server.ts';

const ending = new AbortController();
for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => ending.abort());

try {
  const { logLevel, host, port, databaseUrl } = readMailInConfig(process.env);
  const log = createLogger({ name: 'mail-in', level: logLevel });
  const database = openDatabase(databaseUrl, { max: 5, name: 'fugo-mail-in', work: 'answer' });
  const mailIn = await startMailIn({ db: database.db, host, port, log });
  log.info({ port: mailIn.port }, 'taking mails');
  await new Promise<void>((resolve) => {
    if (ending.signal.aborted) resolve();
    ending.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await mailIn.close();
  await database.close();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? describeError(error).message : 'Something unexpected happened.'}\n`);
  process.exitCode = 1;
}
