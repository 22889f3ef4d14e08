import { z } from 'zod';
import { participantNames, type ParticipantName } from '../../domain/participants.ts';

/** Where the other participants answer. Read at every use, so that a test may fill it in after all have started. */
export type Peers = Partial<Record<ParticipantName, string>>;

export type SimulatorSettings = {
  host: string;
  port: number;
  /** Any database of the simulators' own cluster, with the right to create databases. */
  databaseUrl: string;
  /** Each program's own database is `{prefix}_{participant}`. */
  databasePrefix: string;
  peers: Peers;
  apiUrl: string;
  clientsFile: string | null;
  keyFile: string;
  alwaysOpen: boolean;
  logLevel: 'debug' | 'warn' | 'silent';
};

const PeersText = z
  .string()
  .default('{}')
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.partialRecord(z.enum(participantNames), z.url()));

const Environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535),
  SIMULATOR_DATABASE_URL: z.url(),
  FUGO_SIMULATOR_DATABASE_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,20}$/)
    .default('sim'),
  FUGO_SIMULATOR_PEERS: PeersText,
  FUGO_API_URL: z.url().default('http://127.0.0.1:8080'),
  FUGO_SIMULATOR_CLIENTS_FILE: z.string().optional(),
  FUGO_SIMULATOR_KEY_FILE: z.string().min(1),
  FUGO_ALWAYS_OPEN: z.string().optional(),
  FUGO_LOG_LEVEL: z.string().optional(),
});

/** Throws one sentence that names the variables; values are not repeated, a database URL holds a password. */
export function readEnvironment(env: NodeJS.ProcessEnv): SimulatorSettings {
  const parsed = Environment.safeParse(env);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The simulator's environment is incomplete: ${wrong.join('; ')}`);
  }
  const { data } = parsed;
  return {
    host: data.HOST,
    port: data.PORT,
    databaseUrl: data.SIMULATOR_DATABASE_URL,
    databasePrefix: data.FUGO_SIMULATOR_DATABASE_PREFIX,
    peers: data.FUGO_SIMULATOR_PEERS,
    apiUrl: data.FUGO_API_URL,
    clientsFile: data.FUGO_SIMULATOR_CLIENTS_FILE ?? null,
    keyFile: data.FUGO_SIMULATOR_KEY_FILE,
    alwaysOpen: data.FUGO_ALWAYS_OPEN === '1',
    logLevel: data.FUGO_LOG_LEVEL === 'debug' || data.FUGO_LOG_LEVEL === 'silent' ? data.FUGO_LOG_LEVEL : 'warn',
  };
}
