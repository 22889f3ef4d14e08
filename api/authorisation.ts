/**
 * Decides who may do what, in this order: a token or a session (401), a well-formed municipality code (422) that is
 * served here (404), a municipality that the caller belongs to (403), and a right (403). Refusals by right are audited.
 */
import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import { rightsOfScope } from '../contracts/api/administration.ts';
import { checkOrganisationCode, tierOf, type Organisation } from '../domain/organisations.ts';
import { reaches, roles, type Right } from '../domain/rights.ts';
import { checkMunicipalityCode } from '../domain/values/municipality-code.ts';
import { writeAudit } from '../storage/audit/log.ts';
import { databaseAs, databaseRoleOf, operationRoleOf, type Database } from '../storage/database/database.ts';
import type { StoredMunicipality } from '../storage/settings/municipalities.ts';
import { auditIdentityOf } from './audit/write.ts';
import type { ApiContext, ApiEnv, Caller } from './context.ts';
import { invalidInput, ProblemError } from './http/problem.ts';
import { auditSignIn } from './sign-in/audit.ts';
import { isSameOrigin } from './sign-in/same-origin.ts';
import { sessionCookieName } from './sign-in/session-cookie.ts';

/** Sets `caller` from the bearer token (RFC 6750), or from the session where no token is sent. */
export function authenticate(context: ApiContext) {
  const { tokens, clients } = context;
  return createMiddleware<ApiEnv>(async (c, next) => {
    const header = c.req.header('authorization');
    if (header === undefined) {
      await authenticateStaff(c, context);
      return next();
    }
    const token = /^bearer +([A-Za-z0-9._~+/=-]+)$/iu.exec(header)?.[1];
    const verified = token === undefined ? undefined : await tokens.verify(token);
    const client = verified && (await clients.get(verified.clientId));
    // The clients table says what the client may do now; the token's scopes can only narrow it.
    if (!verified || client?.revokedAt !== null) throw unauthenticated('Bearer realm="fugo", error="invalid_token"');
    const scopes = verified.scopes.filter((scope) => client.scopes.includes(scope));
    c.set('caller', {
      clientId: client.clientId,
      kind: client.kind,
      municipality: client.municipality,
      numberSystems: new Set(client.numberSystems),
      scopes: new Set(scopes),
      rights: new Set(scopes.flatMap((scope) => rightsOfScope[scope])),
    });
    await next();
  });
}

/** Sets `session` and `caller` from the session's cookie. */
async function authenticateStaff(c: Context<ApiEnv>, context: ApiContext): Promise<void> {
  const { publicUrl, staffSessions } = context;
  if (getCookie(c, sessionCookieName(publicUrl)) === undefined) throw unauthenticated('Bearer realm="fugo"');
  // A stream is opened anew by the browser, also of a page that nobody looks at.
  const found = await staffSessions.find(c.req.raw.headers, !c.req.path.endsWith('/events'));
  if (!found) throw unauthenticated('Bearer realm="fugo"');
  if (!isSameOrigin(c, publicUrl)) {
    // Another site's page tried to act in the person's name.
    const entry = { action: 'staff.foreign-page', outcome: 'refused' } as const;
    await auditSignIn(context, found.session.staff.staffId, entry);
    throw new ProblemError('FORBIDDEN');
  }
  for (const cookie of found.cookies) c.header('set-cookie', cookie, { append: true });
  c.set('session', found.session);
  c.set('caller', found.session.caller);
}

function unauthenticated(challenge: string): ProblemError {
  return new ProblemError('UNAUTHENTICATED', { headers: { 'www-authenticate': challenge } });
}

/** Guards routes that concern the whole installation; staff, who belong to municipalities, may not use them. */
export function installationGuard(context: ApiContext, right: Right) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const caller = c.get('caller');
    if (caller.kind === 'staff' || !caller.rights.has(right)) throw await forbid(context, caller, right, null);
    await next();
  });
}

/** Guards routes below `/v1/municipalities/{code}`; sets `municipality` and `db`. */
export function municipalityGuard(context: ApiContext, right: Right) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const caller = c.get('caller');
    const municipality = await getMunicipality(context, c.req.param('code') ?? '');
    await requireRight(context, caller, right, municipality.municipality);
    c.set('municipality', municipality);
    c.set('db', databaseFor(context, caller, municipality.municipality));
    await next();
  });
}

function databaseFor({ db }: ApiContext, caller: Caller, municipality: string): Database {
  if (caller.kind !== 'staff') return db;
  const own = caller.roles.get(municipality) ?? [];
  return databaseAs(db, databaseRoleOf(roles.filter((role) => own.includes(role))), caller.staffId);
}

/**
 * Guards routes below `/v1/organisations/{organisation}`; sets `organisation`, `acting` and `db`. A person acts for the
 * own organisation, and a right may reach those below or above it (`reaches` of domain/rights).
 */
export function organisationGuard(context: ApiContext, right: Right) {
  return createMiddleware<ApiEnv>(async (c, next) => {
    const caller = c.get('caller');
    const organisation = await getOrganisation(context, c.req.param('organisation') ?? '');
    const acting = findActing(caller, right, organisation.organisation);
    if (acting === null) throw await forbid(context, caller, right, organisation.organisation);
    c.set('organisation', organisation);
    c.set('acting', acting);
    c.set('db', organisationDatabase(context, caller, acting));
    await next();
  });
}

/** The organisation for which the caller has the right here; null if for none. */
function findActing(caller: Caller, right: Right, organisation: string): string | null {
  if (caller.kind === 'staff') {
    const own = [...caller.rights].filter(
      ([acting, rights]) => rights.has(right) && reaches(right, acting, organisation),
    );
    // The own organisation first: what happens there stands in its audit log under its own name.
    return own.find(([acting]) => acting === organisation)?.[0] ?? own[0]?.[0] ?? null;
  }
  if (!caller.rights.has(right)) return null;
  if (caller.municipality === null) return organisation;
  return reaches(right, caller.municipality, organisation) ? caller.municipality : null;
}

function organisationDatabase({ db }: ApiContext, caller: Caller, acting: string): Database {
  if (caller.kind !== 'staff') return db;
  const own = caller.roles.get(acting) ?? [];
  const role =
    tierOf(acting) === 'municipality'
      ? databaseRoleOf(roles.filter((each) => own.includes(each)))
      : operationRoleOf(own);
  return databaseAs(db, role, caller.staffId);
}

async function getOrganisation({ organisations }: ApiContext, code: string): Promise<Organisation> {
  const checked = checkOrganisationCode(code);
  if (!checked.valid) throw invalidInput([{ field: 'organisation', rule: checked.rule }]);
  const organisation = await organisations.get(checked.value);
  if (!organisation) throw new ProblemError('UNKNOWN_ORGANISATION');
  return organisation;
}

/** Requires a right that only some requests of a route need, beside the one its guard requires. */
export async function requireRight(
  context: ApiContext,
  caller: Caller,
  right: Right,
  municipality: string,
): Promise<void> {
  if (!hasRight(caller, right, municipality)) throw await forbid(context, caller, right, municipality);
}

export function hasRight(caller: Caller, right: Right, municipality: string): boolean {
  if (caller.kind === 'staff') return caller.rights.get(municipality)?.has(right) ?? false;
  return (caller.municipality === null || caller.municipality === municipality) && caller.rights.has(right);
}

export function requireMunicipalityCode(code: string): string {
  const checked = checkMunicipalityCode(code);
  if (!checked.valid) throw invalidInput([{ field: 'code', rule: checked.rule }]);
  return checked.value;
}

async function getMunicipality({ municipalities }: ApiContext, code: string): Promise<StoredMunicipality> {
  const municipality = await municipalities.get(requireMunicipalityCode(code));
  if (!municipality) throw new ProblemError('UNKNOWN_MUNICIPALITY');
  return municipality;
}

/** Refuses a backbone that names a number system of another; operators and staff see all of their municipality. */
export async function requireNumberSystem(
  context: ApiContext,
  caller: Caller,
  right: Right,
  municipality: string,
  numberSystem: string,
): Promise<void> {
  if (mayUseNumberSystem(caller, numberSystem)) return;
  // A body of many lines can be refused once for each line, so these refusals are counted, not written one by one.
  throw await forbidAfter(context, () => context.refusals.record(municipality, refusalOf(caller, right)));
}

export function mayUseNumberSystem(caller: Caller, numberSystem: string): boolean {
  return caller.kind !== 'backbone' || caller.numberSystems.has(numberSystem);
}

/** The refusal of a caller without a right, audited; `municipality` is null where it concerns none alone. */
export function forbid(
  context: ApiContext,
  caller: Caller,
  right: Right,
  municipality: string | null,
): Promise<ProblemError> {
  return forbidAfter(context, () =>
    writeAudit(context.db, municipality, { ...refusalOf(caller, right), outcome: 'refused' }),
  );
}

function refusalOf(caller: Caller, right: Right) {
  return { ...auditIdentityOf(caller), action: right, subject: null, reason: null };
}

async function forbidAfter({ log }: ApiContext, audit: () => Promise<void>): Promise<ProblemError> {
  try {
    await audit();
  } catch (err) {
    log.error({ err }, 'a refusal could not be audited');
  }
  return new ProblemError('FORBIDDEN');
}
