/** The API for backbones, operators and the administrator. `createApp` builds it; it needs no port: `app.request(…)`. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { secureHeaders } from 'hono/secure-headers';
import { findClient } from '../storage/clients.ts';
import { createGatheredIntake } from '../storage/gathered-intake.ts';
import { findMunicipality } from '../storage/municipalities.ts';
import { accessLog } from './access-log.ts';
import { authenticate } from './authorisation.ts';
import { createClientAddress } from './client-address.ts';
import { createBackground } from './background.ts';
import { defaultBodyPatience } from './body-limits.ts';
import { bodyInTime } from './body-patience.ts';
import type { ApiApp, ApiContext, ApiDeps, ApiEnv } from './context.ts';
import { addDocumentation } from './documentation.ts';
import { createMetrics } from './metrics.ts';
import { notFoundProblem } from './not-found.ts';
import { createAccessTokens } from './oauth/access-token.ts';
import { loadSigningKeys } from './oauth/signing-keys.ts';
import { addTokenEndpoint } from './oauth/token-endpoint.ts';
import { refusePersonalNumberInQuery } from './personal-number-in-address.ts';
import { answerProblem } from './problem.ts';
import { createRefusalLog } from './refusal-log.ts';
import { addAddressUpdateRoute } from './routes/address-updates.ts';
import { addApprovalSettingRoutes } from './routes/approval-setting.ts';
import { addAuditRoutes } from './routes/audit.ts';
import { addClientRoutes } from './routes/clients.ts';
import { addConfirmationRoutes } from './routes/confirmations.ts';
import { addErrorRetryRoutes } from './routes/error-retries.ts';
import { addErrorRoutes } from './routes/errors.ts';
import { addHoursRoutes } from './routes/hours.ts';
import { addCheckedLoadRoute } from './routes/load-checked.ts';
import { addLoadReportRoutes } from './routes/load-reports.ts';
import { addLoadUploadRoute } from './routes/load-upload.ts';
import { addLoadRoutes } from './routes/loads.ts';
import { addMoverRoutes } from './routes/movers.ts';
import { addMunicipalityRoutes } from './routes/municipalities.ts';
import { addNumberConversionRoutes } from './routes/number-conversions.ts';
import { addOperationRoutes } from './routes/operations.ts';
import { addOverviewRoutes } from './routes/overview.ts';
import { addProposedUpdateRoutes } from './routes/proposed-updates.ts';
import { addResidentDetailRoutes } from './routes/resident-detail.ts';
import { addResidentSearchRoute } from './routes/resident-search.ts';
import { addResidentRoutes } from './routes/residents.ts';
import { addSessionRoute, addSignInWaysRoute } from './routes/session.ts';
import { addSignInResetRoute } from './routes/sign-in-reset.ts';
import { addStaffRoutes } from './routes/staff.ts';
import { addSystemRoutes } from './routes/system.ts';
import { addTransferRoutes } from './routes/transfers.ts';
import { createAuth, type Auth } from './staff/auth.ts';
import { createStaffSessions } from './staff/sessions.ts';
import { defaultStaffSettings } from './staff/settings.ts';
import { addSignIn } from './staff/sign-in.ts';
import { createShortCache } from './short-cache.ts';
import { refuseUnstorableAddress } from './unstorable-text.ts';
import { refuseInvalid } from './validation.ts';
import { addWeb } from './web.ts';

/** Settings and clients change rarely and are asked for at every request. */
const cachedMs = 5_000;

export interface Api {
  app: ApiApp;
  /** When the work that no answer waited for is done; before the database is closed. */
  settled: () => Promise<void>;
}

export async function createApp({ codec, ...deps }: ApiDeps & { processMetrics?: boolean }): Promise<Api> {
  const { auth, ...context } = await contextOf(deps);
  const app: ApiApp = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });

  app.use(accessLog(context));
  // Only of this host: what else a municipality serves beside it is not for the API to decide.
  const strictTransportSecurity = context.publicUrl.startsWith('https:') ? 'max-age=15552000' : false;
  app.use(secureHeaders({ strictTransportSecurity }));
  app.use(bodyInTime(context.bodyPatience));
  app.use(refuseUnstorableAddress);
  app.onError((err, c) => answerProblem(c, context, err));
  addTokenEndpoint(app, context);
  addSystemRoutes(app, context);
  if (codec)
    app.all('/codec/:token/:operation', (c) => (context.addresses.isHere(c) ? codec(c.req.raw) : c.notFound()));

  addSignIn(app, context, auth);
  addSignInWaysRoute(app, context);

  app.use('/v1/*', authenticate(context));
  app.use('/v1/*', refusePersonalNumberInQuery);
  app.use('/v1/*', async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
  addSessionRoute(app, deps.workflowsUrl ?? null);
  addTransferRoutes(app, context);
  addResidentRoutes(app, context);
  addResidentSearchRoute(app, context);
  addResidentDetailRoutes(app, context);
  addAddressUpdateRoute(app, context);
  addProposedUpdateRoutes(app, context);
  addMoverRoutes(app, context);
  addOverviewRoutes(app, context);
  addAuditRoutes(app, context);
  addNumberConversionRoutes(app, context);
  addErrorRoutes(app, context);
  addErrorRetryRoutes(app, context);
  addOperationRoutes(app, context);
  addConfirmationRoutes(app, context);
  addLoadUploadRoute(app, context);
  addLoadRoutes(app, context);
  addCheckedLoadRoute(app, context);
  addLoadReportRoutes(app, context);
  addHoursRoutes(app, context);
  addMunicipalityRoutes(app, context);
  addApprovalSettingRoutes(app, context);
  addClientRoutes(app, context);
  addStaffRoutes(app, context, auth);
  addSignInResetRoute(app, context, auth);
  addDocumentation(app, context);
  addWeb(app, deps.webFolder);

  const problemFor = notFoundProblem(app);
  app.notFound((c) => answerProblem(c, context, problemFor(c.req.method, c.req.path)));
  return {
    app,
    async settled() {
      context.refusals.flush();
      await context.background.settled();
    },
  };
}

async function contextOf({
  processMetrics = false,
  now = Date.now,
  staff = defaultStaffSettings,
  bodyPatience = defaultBodyPatience,
  workerHealth = [],
  ...deps
}: Omit<ApiDeps, 'codec'> & { processMetrics?: boolean }): Promise<ApiContext & { auth: Auth }> {
  const { db, publicUrl } = deps;
  const background = createBackground(deps.log);
  const auth = createAuth({ ...deps, staff });
  return {
    ...deps,
    now,
    staff,
    bodyPatience,
    workerHealth,
    auth,
    staffSessions: createStaffSessions({ db }, auth),
    tokens: createAccessTokens(await loadSigningKeys(deps, now), { issuer: publicUrl, now }),
    clients: createShortCache((clientId) => findClient(db, clientId), { ttlMs: cachedMs, now }),
    municipalities: createShortCache((code) => findMunicipality(db, code), { ttlMs: cachedMs, now }),
    metrics: createMetrics({ processMetrics }),
    addresses: createClientAddress(staff.trustedProxies, warnOnce(deps)),
    refusals: createRefusalLog({ db, background }, now),
    background,
    takeTransfer: createGatheredIntake(deps),
  };
}

function warnOnce({ log }: Pick<ApiContext, 'log'>): () => void {
  let warned = false;
  return () => {
    if (!warned) log.warn('X-Forwarded-For comes from no proxy of FUGO_TRUSTED_PROXIES and is not believed');
    warned = true;
  };
}
