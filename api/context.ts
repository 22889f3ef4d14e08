/** What the routes receive: built once in main.ts, or by a test with an engine of its own. */
import type { HttpBindings } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Logger } from 'pino';
import type { ClientKind, Scope } from '../contracts/api/administration.ts';
import type { Organisation } from '../domain/organisations.ts';
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
import type { WebUi } from './engine/web-ui-address.ts';
import type { Metrics } from './http/metrics.ts';
import type { AccessTokens } from './clients/access-token.ts';
import type { RefusalLog } from './audit/refusal-log.ts';
import type { StaffCaller, StaffSession, StaffSessions } from './sign-in/staff-session.ts';
import type { StaffSettings } from './sign-in/settings.ts';
import type { ShortCache } from './http/short-cache.ts';

/** What {@link createApp} receives from outside. */
export interface ApiDeps {
  db: Database;
  keys: KeyRing;
  engine: Engine;
  errorRetries: ErrorRetryEngine;
  loads: LoadDeps;
  log: Logger;
  /** How callers reach this server, without a slash at the end; issuer and audience of its tokens. */
  publicUrl: string;
  /** Folder of the built staff application; without it no pages are served. */
  webFolder?: string | undefined;
  /** The Temporal Web UI that is served to staff, if there is one. */
  webUi?: WebUi | undefined;
  /** Health addresses of this installation's workers that `/readyz` asks. */
  workerHealth?: readonly string[];
  /** How staff sign in. */
  staff?: StaffSettings;
  /** The repository of deliveries, if this installation delivers files. */
  deliveryFolder?: string | undefined;
  /** How long request bodies may take. */
  bodyPatience?: BodyPatience;
  /** Epoch milliseconds. */
  now?: () => number;
}

export interface LoadDeps {
  engine: LoadEngine;
  /** Where uploaded files are kept; undefined if this installation takes no files. */
  files: LoadFileStore | undefined;
  fileLimitBytes: number;
}

export interface ApiContext extends Required<Omit<ApiDeps, 'webFolder' | 'webUi' | 'deliveryFolder'>> {
  deliveryFolder: string | undefined;
  tokens: AccessTokens;
  /** Every request reads its client, so it is cached for a few seconds; a revoked client is refused after that time. */
  clients: ShortCache<StoredClient | undefined>;
  municipalities: ShortCache<StoredMunicipality | undefined>;
  organisations: ShortCache<Organisation | undefined>;
  staffSessions: StaffSessions;
  metrics: Metrics;
  /** Finds out where a request comes from. */
  addresses: ClientAddress;
  /** Audits refusals that anybody can cause as often as they like. */
  refusals: RefusalLog;
  /** Runs work that no answer waits for. */
  background: Background;
  /** Takes a transfer that came alone, in one transaction with others that arrive at the same moment. */
  takeTransfer: TakeTransfer;
}

/** Who is calling: a program with a verified token, or a person with a session. */
export type Caller = ClientCaller | StaffCaller;
export type { StaffCaller };

/** A program, as the clients table has it now. */
export interface ClientCaller {
  clientId: string;
  kind: ClientKind;
  /** Null for the administrator. */
  municipality: string | null;
  numberSystems: ReadonlySet<string>;
  scopes: ReadonlySet<Scope>;
  /** The rights that the scopes give. */
  rights: ReadonlySet<Right>;
}

export interface ApiEnv {
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    /** Set while the body has not arrived in full. */
    bodyWatch?: BodyWatch;
    /** Set by `authenticate`. */
    caller: Caller;
    /** Set by `authenticate` if a member of staff is calling. */
    session?: StaffSession;
    /** Set by `municipalityGuard`. */
    municipality: StoredMunicipality;
    /** Set by `organisationGuard`: which one is asked about, and for which the caller acts. */
    organisation: Organisation;
    acting: string;
    /** Set by `municipalityGuard` and `organisationGuard`, for reading: to staff it shows only what their roles allow (row-level security). */
    db: Database;
    /** The problem that this request was answered with, for the log. */
    problem?: { code: string; errorId: string };
  };
}
export type ApiApp = OpenAPIHono<ApiEnv>;
