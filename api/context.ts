/** What the routes are given: built once in main.ts, or by a test with an engine of its own. */
import type { HttpBindings } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Logger } from 'pino';
import type { ClientKind, Scope } from '../contracts/api/administration.ts';
import type { Right } from '../domain/rights.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { LoadFileStore } from '../keys/load-file-store.ts';
import type { Database } from '../storage/database/database.ts';
import type { StoredClient } from '../storage/clients/clients.ts';
import type { TakeTransfer } from '../storage/transfers/gathered-intake.ts';
import type { StoredMunicipality } from '../storage/settings/municipalities.ts';
import type { Background } from './http/background.ts';
import type { ClientAddress } from './http/client-address.ts';
import type { BodyPatience, BodyWatch } from './http/body-limits.ts';
import type { Engine } from './engine/engine.ts';
import type { ErrorRetryEngine } from './engine/retry-errors.ts';
import type { LoadEngine } from './engine/loads.ts';
import type { Metrics } from './http/metrics.ts';
import type { AccessTokens } from './clients/access-token.ts';
import type { RefusalLog } from './audit/refusal-log.ts';
import type { StaffCaller, StaffSession, StaffSessions } from './sign-in/staff-session.ts';
import type { StaffSettings } from './sign-in/settings.ts';
import type { ShortCache } from './http/short-cache.ts';

/** What {@link createApp} needs from outside. */
export interface ApiDeps {
  db: Database;
  keys: KeyRing;
  engine: Engine;
  errorRetries: ErrorRetryEngine;
  loads: LoadDeps;
  log: Logger;
  /** How callers reach this server; issuer and audience of its tokens. Without a slash at the end. */
  publicUrl: string;
  /** The codec endpoint of the Temporal Web UI, where there is one. */
  codec?: ((request: Request) => Promise<Response>) | undefined;
  /** Where the staff web's built files are; without it there are no pages. */
  webFolder?: string | undefined;
  /** Where the Temporal Web UI lists workflows, where it is known. */
  workflowsUrl?: string | undefined;
  /** Health addresses of the workers that belong to this installation, as far as `/readyz` is to ask them. */
  workerHealth?: readonly string[];
  /** How staff sign in. */
  staff?: StaffSettings;
  /** How long bodies may take. */
  bodyPatience?: BodyPatience;
  /** Epoch milliseconds. */
  now?: () => number;
}

export interface LoadDeps {
  engine: LoadEngine;
  /** Where files are kept; undefined where this installation takes none. */
  files: LoadFileStore | undefined;
  fileLimitBytes: number;
}

export interface ApiContext extends Required<Omit<ApiDeps, 'codec' | 'webFolder' | 'workflowsUrl'>> {
  tokens: AccessTokens;
  /** Read at every request, so kept for a few seconds; a revoked client is out after that time. */
  clients: ShortCache<StoredClient | undefined>;
  municipalities: ShortCache<StoredMunicipality | undefined>;
  staffSessions: StaffSessions;
  metrics: Metrics;
  /** Where a request comes from. */
  addresses: ClientAddress;
  /** Refusals that anybody can cause as often as they like. */
  refusals: RefusalLog;
  /** Work that an answer does not wait for. */
  background: Background;
  /** Of a transfer that came alone, together with those that came alone at the same moment. */
  takeTransfer: TakeTransfer;
}

/** Who is calling: a program, by a verified token, or a person, by a session. */
export type Caller = ClientCaller | StaffCaller;
export type { StaffCaller };

/** By the clients table of now. */
export interface ClientCaller {
  clientId: string;
  kind: ClientKind;
  /** Null for the administrator. */
  municipality: string | null;
  numberSystems: ReadonlySet<string>;
  scopes: ReadonlySet<Scope>;
  /** Of the scopes. */
  rights: ReadonlySet<Right>;
}

export interface ApiEnv {
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    /** Set where the body is not here yet. */
    bodyWatch?: BodyWatch;
    /** Set behind `authenticate`. */
    caller: Caller;
    /** Set behind `authenticate` where a member of staff is calling. */
    session?: StaffSession;
    /** Set behind `municipalityGuard`. */
    municipality: StoredMunicipality;
    /** To read for the caller, set with it: for a member of staff the database withholds what the roles do not show. */
    db: Database;
    /** The problem this request was answered with, for the log. */
    problem?: { code: string; errorId: string };
  };
}
export type ApiApp = OpenAPIHono<ApiEnv>;
