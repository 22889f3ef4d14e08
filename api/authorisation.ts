/**
 * Who may do what. In this order: a token (401), a municipality that can be one (422) and is served here (404), that is
 * the caller's own (403), and a scope (403). Refusals by right are audited.
 */
import { createMiddleware } from 'hono/factory';
import type { Scope } from '../contracts/api/administration.ts';
import { checkMunicipalityCode } from '../domain/values/municipality-code.ts';
import { writeAudit } from '../storage/audit-log.ts';
import type { StoredMunicipality } from '../storage/municipalities.ts';
import type { ApiContext, ApiEnv, Caller } from './context.ts';
import { invalidInput, ProblemError } from './problem.ts';

/** RFC 6750. */
export function authenticate({ tokens, clients }: ApiContext) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const header = c.req.header('authorization');
    if (header === undefined) throw unauthenticated('Bearer realm="fugo"');
    const token = /^bearer +([A-Za-z0-9._~+/=-]+)$/iu.exec(header)?.[1];
    const verified = token === undefined ? undefined : await tokens.verify(token);
    const client = verified && (await clients.get(verified.clientId));
    // What a client may is asked of the table of now; the token can only narrow it.
    if (!verified || client?.revokedAt !== null) throw unauthenticated('Bearer realm="fugo", error="invalid_token"');
    c.set('caller', {
      clientId: client.clientId,
      kind: client.kind,
      municipality: client.municipality,
      numberSystems: new Set(client.numberSystems),
      scopes: new Set(verified.scopes.filter((scope) => client.scopes.includes(scope))),
    });
    await next();
  });
}

function unauthenticated(challenge: string): ProblemError {
  return new ProblemError('UNAUTHENTICATED', { headers: { 'www-authenticate': challenge } });
}

/** For routes of the installation as a whole. */
export function scopeGuard(context: ApiContext, scope: Scope) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    await requireScope(context, c.get('caller'), scope, null);
    await next();
  });
}

/** For routes below `/v1/municipalities/{code}`; sets `municipality`. */
export function municipalityGuard(context: ApiContext, scope: Scope) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const caller = c.get('caller');
    const municipality = await getMunicipality(context, c.req.param('code') ?? '');
    if (caller.municipality !== null && caller.municipality !== municipality.municipality) {
      throw await refused(context, caller, scope, municipality.municipality);
    }
    await requireScope(context, caller, scope, municipality.municipality);
    c.set('municipality', municipality);
    await next();
  });
}

export function checkedMunicipalityCode(code: string): string {
  const checked = checkMunicipalityCode(code);
  if (!checked.valid) throw invalidInput([{ field: 'code', rule: checked.rule }]);
  return checked.value;
}

async function getMunicipality({ municipalities }: ApiContext, code: string): Promise<StoredMunicipality> {
  const municipality = await municipalities.get(checkedMunicipalityCode(code));
  if (!municipality) throw new ProblemError('UNKNOWN_MUNICIPALITY');
  return municipality;
}

async function requireScope(
  context: ApiContext,
  caller: Caller,
  scope: Scope,
  municipality: string | null,
): Promise<void> {
  if (!caller.scopes.has(scope)) throw await refused(context, caller, scope, municipality);
}

/** A backbone speaks for its own number systems only; operators see all of their municipality. */
export async function requireNumberSystem(
  context: ApiContext,
  caller: Caller,
  scope: Scope,
  municipality: string,
  numberSystem: string,
): Promise<void> {
  if (!mayUseNumberSystem(caller, numberSystem)) throw await refused(context, caller, scope, municipality);
}

export function mayUseNumberSystem(caller: Caller, numberSystem: string): boolean {
  return caller.kind !== 'backbone' || caller.numberSystems.has(numberSystem);
}

async function refused(
  { db, log }: ApiContext,
  { clientId }: Caller,
  scope: Scope,
  municipality: string | null,
): Promise<ProblemError> {
  try {
    await writeAudit(db, municipality, {
      clientId,
      staffId: null,
      action: scope,
      subject: null,
      outcome: 'refused',
      reason: null,
    });
  } catch (err) {
    log.error({ err }, 'a refusal could not be audited');
  }
  return new ProblemError('FORBIDDEN');
}
