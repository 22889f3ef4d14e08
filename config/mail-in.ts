/** The settings of the program that takes mails to the call centre. */
import { freeze, getLogLevel, getPort, getText, getUrl, postgresSchemes, type LogLevel } from './environment.ts';

export interface MailInConfig {
  logLevel: LogLevel;
  host: string;
  port: number;
  /** The URL of the role fugo_api. */
  databaseUrl: string;
}

export function readMailInConfig(env: NodeJS.ProcessEnv): Readonly<MailInConfig> {
  return freeze({
    logLevel: getLogLevel(env),
    host: getText(env, 'FUGO_HOST'),
    port: getPort(env, 'FUGO_MAIL_IN_PORT'),
    databaseUrl: getUrl(env, 'DATABASE_URL', postgresSchemes),
  });
}
