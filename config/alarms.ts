/** How alarms leave, the same for the monitor as a process of its own and inside the supervisor. */
import { readFileSync } from 'node:fs';
import { ConfigError, findPath, findText, findUrl, getText, getWholeNumber, httpSchemes } from './environment.ts';

export interface AlarmConfig {
  /** Without it no mail is sent. */
  smtpUrl: string | undefined;
  alarmFrom: string;
  /** Mail addresses of whom nobody has named recipients. */
  alarmTo: readonly string[];
  snmpCommunity: string;
  heartbeatUrl: string | undefined;
  heartbeatSeconds: number;
  backupMaxAgeHours: number;
}

export function readAlarmConfig(env: NodeJS.ProcessEnv): AlarmConfig {
  return {
    smtpUrl: readSmtpUrl(env),
    alarmFrom: getText(env, 'FUGO_ALARM_FROM'),
    alarmTo: readAlarmTo(env),
    snmpCommunity: getText(env, 'FUGO_SNMP_COMMUNITY'),
    heartbeatUrl: findUrl(env, 'FUGO_HEARTBEAT_URL', httpSchemes),
    heartbeatSeconds: getWholeNumber(env, 'FUGO_HEARTBEAT_SECONDS'),
    backupMaxAgeHours: getWholeNumber(env, 'FUGO_BACKUP_MAX_AGE_HOURS'),
  };
}

const smtpSchemes = ['smtp', 'smtps'] as const;

function readSmtpUrl(env: NodeJS.ProcessEnv): string | undefined {
  const path = findPath(env, 'FUGO_SMTP_URL_FILE');
  if (path === undefined) return findUrl(env, 'FUGO_SMTP_URL', smtpSchemes);
  try {
    return findUrl({ FUGO_SMTP_URL: readFileSync(path, 'utf8') }, 'FUGO_SMTP_URL', smtpSchemes);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError('FUGO_SMTP_URL_FILE', {
      ja: '読めるファイルにしてください',
      en: 'must be a file that can be read',
    });
  }
}

function readAlarmTo(env: NodeJS.ProcessEnv): string[] {
  const addresses = listOf(env, 'FUGO_ALARM_TO');
  if (addresses.every((address) => /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/u.test(address))) return addresses;
  throw new ConfigError('FUGO_ALARM_TO', {
    ja: 'メールアドレスをコンマで区切ってください',
    en: 'must be mail addresses, by commas',
  });
}

/** What stands between commas. */
export function listOf(env: NodeJS.ProcessEnv, name: 'FUGO_ALARM_TO' | 'FUGO_WORKER_HEALTH'): string[] {
  const parts = (findText(env, name) ?? '').split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '');
}
