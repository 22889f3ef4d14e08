/** The settings of the program that takes mails to the call centre. */
import {
  ConfigError,
  findPath,
  freeze,
  getLogLevel,
  getPort,
  getText,
  getUrl,
  postgresSchemes,
  type LogLevel,
} from './environment.ts';

export interface MailInConfig {
  logLevel: LogLevel;
  host: string;
  port: number;
  healthPort: number;
  /** The URL of the role fugo_api. */
  databaseUrl: string;
  /** Files in PEM, for STARTTLS; undefined: mails are taken in plain text. */
  tls: MailInTls | undefined;
}

export interface MailInTls {
  certificateFile: string;
  keyFile: string;
}

export function readMailInConfig(env: NodeJS.ProcessEnv): Readonly<MailInConfig> {
  return freeze({
    logLevel: getLogLevel(env),
    host: getText(env, 'FUGO_HOST'),
    port: getPort(env, 'FUGO_MAIL_IN_PORT'),
    healthPort: getPort(env, 'FUGO_MAIL_IN_HEALTH_PORT'),
    databaseUrl: getUrl(env, 'DATABASE_URL', postgresSchemes),
    tls: readTls(env),
  });
}

function readTls(env: NodeJS.ProcessEnv): Readonly<MailInTls> | undefined {
  const certificateFile = findPath(env, 'FUGO_MAIL_IN_CERTIFICATE');
  const keyFile = findPath(env, 'FUGO_MAIL_IN_CERTIFICATE_KEY');
  if (certificateFile === undefined && keyFile === undefined) return undefined;
  if (certificateFile === undefined) throw half('FUGO_MAIL_IN_CERTIFICATE', 'FUGO_MAIL_IN_CERTIFICATE_KEY');
  if (keyFile === undefined) throw half('FUGO_MAIL_IN_CERTIFICATE_KEY', 'FUGO_MAIL_IN_CERTIFICATE');
  return freeze({ certificateFile, keyFile });
}

type TlsFile = 'FUGO_MAIL_IN_CERTIFICATE' | 'FUGO_MAIL_IN_CERTIFICATE_KEY';

function half(missing: TlsFile, given: TlsFile): ConfigError {
  return new ConfigError(missing, {
    ja: `${given} と一緒に設定してください`,
    en: `must be set together with ${given}`,
  });
}
