/** The API as a member of staff sees it who is signed in already: what signing in is about has tests of its own. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { expect } from 'vitest';
import { answerProblem } from '../../../api/http/problem.ts';
import type { ApiApp, ApiContext, ApiEnv, Caller } from '../../../api/context.ts';
import { refuseInvalid } from '../../../api/http/validation.ts';
import { rightsOfRoles, type Role } from '../../../domain/rights.ts';
import { MunicipalityLimits } from '../../../contracts/municipality.ts';
import { commonHours } from '../../../domain/calendar/operating-hours.ts';
import { findOrganisation } from '../../../storage/organisations/organisations.ts';
import { findMunicipality, putMunicipality } from '../../../storage/settings/municipalities.ts';
import { createLogger } from '../../../temporal/logging.ts';
import type { Store } from '../../storage/support.ts';
import { city } from '../support.ts';

export interface StaffPages {
  request: (method: string, path: string, options?: { as?: readonly Role[]; json?: unknown }) => Promise<Response>;
  /** What is in the audit log of the city, the first one first. */
  audited: () => Promise<{ staff_id: string | null; action: string; subject: string | null; reason: string | null }[]>;
  /** What the next requests see the caller as. */
  staff: { rights: Extract<Caller, { kind: 'staff' }>['rights'] | null; staffId: string };
}

const clerk: readonly Role[] = ['clerk'];

export async function openStaffPages(
  store: Store,
  addRoutes: (app: ApiApp, context: ApiContext) => void,
): Promise<StaffPages> {
  await putMunicipality(store.api, {
    municipality: city,
    name: '見本市',
    nameEn: 'Mihon City',
    route: 'JUKI_SYSTEM',
    participants: {},
    hours: commonHours,
    limits: MunicipalityLimits.parse({}),
  });
  const log = createLogger({ name: 'api', level: 'error' });
  // What these routes ask of the context, and no engine, tokens or sessions.
  const context = {
    db: store.api,
    keys: store.keys,
    log,
    now: Date.now,
    municipalities: { get: (code: string) => findMunicipality(store.api, code), forget: () => undefined },
    organisations: { get: (code: string) => findOrganisation(store.api, code) },
  } as unknown as ApiContext;
  let roles: readonly Role[] = [];
  const staff: StaffPages['staff'] = { rights: null, staffId: 'staff-7' };
  const app: ApiApp = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
  app.onError((err, c) => answerProblem(c, context, err));
  app.use(async (c, next) => {
    c.set('requestId', 'r-1');
    c.set('caller', {
      kind: 'staff',
      staffId: staff.staffId,
      name: '担当 太郎',
      roles: new Map([[city, roles]]),
      rights: staff.rights ?? new Map([[city, rightsOfRoles(roles)]]),
    });
    await next();
  });
  addRoutes(app, context);
  return {
    staff,
    async request(method, path, { as, json } = {}) {
      roles = as ?? clerk;
      return app.request(path.startsWith('/') ? path : `/v1/municipalities/${city}/${path}`, {
        method,
        ...(json !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(json) }),
      });
    },
    audited: () => store.see`
      select staff_id, action, subject, reason from audit_log where municipality = ${city} order by seq`,
  };
}

/** The body of an answer that must be 200. */
export async function bodyOf<T>(response: Response): Promise<T> {
  const body: unknown = await response.json();
  expect({ status: response.status, body }).toMatchObject({ status: 200 });
  return body as T;
}
