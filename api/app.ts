/** The API for backbones, operators and the administrator. Tests call `app.request(…)`, without a port. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { secureHeaders } from 'hono/secure-headers';
import { findClient } from '../storage/clients/clients.ts';
import { createGatheredIntake } from '../storage/transfers/gathered-intake.ts';
import { findOrganisation } from '../storage/organisations/organisations.ts';
import { findMunicipality } from '../storage/settings/municipalities.ts';
import { workflowsUrl } from '../temporal/ui-addresses.ts';
import { accessLog } from './access-log.ts';
import { authenticate } from './authorisation.ts';
import { createClientAddress } from './http/client-address.ts';
import { createBackground } from './http/background.ts';
import { defaultBodyPatience } from './http/body-limits.ts';
import { limitBodyTime } from './http/body-patience.ts';
import type { ApiApp, ApiContext, ApiDeps, ApiEnv } from './context.ts';
import { addDocumentation } from './documentation/documentation.ts';
import { addGuides } from './documentation/guides.ts';
import { addWebUi } from './engine/web-ui.ts';
import { webUiPath } from './engine/web-ui-address.ts';
import { createMetrics } from './http/metrics.ts';
import { createNotFoundProblem } from './http/not-found.ts';
import { createAccessTokens } from './clients/access-token.ts';
import { loadSigningKeys } from './clients/signing-keys.ts';
import { addTokenEndpoint } from './clients/token-endpoint.ts';
import { refusePersonalNumberInQuery } from './http/personal-number-in-address.ts';
import { answerProblem } from './http/problem.ts';
import { createRefusalLog } from './audit/refusal-log.ts';
import { addAddressUpdateRoute } from './updates/address-updates.ts';
import { addProposalRoutes } from './updates/second-person.ts';
import { addApprovalSettingRoutes } from './updates/approval-setting.ts';
import { addAuditRoutes } from './audit/routes.ts';
import { addAuditSearchRoutes } from './audit/searches.ts';
import { addClientRoutes } from './clients/routes.ts';
import { addBackupRoutes } from './backups/routes.ts';
import { addConfirmationRoutes } from './confirmations/routes.ts';
import { addDeliveryBoardRoutes } from './deliveries/board.ts';
import { addReceiptRoute } from './deliveries/receipts.ts';
import { addReleaseRoutes } from './deliveries/releases.ts';
import { addDeliveryRepository } from './deliveries/repository.ts';
import { addRolloutRoutes } from './deliveries/rollouts.ts';
import { addErrorRoutes } from './errors/list.ts';
import { addHoursRoutes } from './hours/routes.ts';
import { addLoadColumnRoutes } from './loads/columns.ts';
import { addCheckedLoadRoute } from './loads/start-checked.ts';
import { addLoadReportRoutes } from './loads/reports.ts';
import { addLoadUploadRoute } from './loads/upload.ts';
import { addLoadRoutes } from './loads/routes.ts';
import { addAnswerRoutes } from './inquiries/answers.ts';
import { addAttachmentRoutes } from './inquiries/attachments.ts';
import { addInquiryRoutes } from './inquiries/routes.ts';
import { addInquiryChangeRoutes } from './inquiries/changes.ts';
import { addInquirySearchRoute } from './inquiries/search.ts';
import { addInquiryStatisticsCsvRoute } from './inquiries/statistics-csv.ts';
import { addInquiryStatisticsRoute } from './inquiries/statistics.ts';
import { addInquiryWork } from './inquiries/work.ts';
import { addMoverRoutes } from './residents/movers.ts';
import { addMunicipalityRoutes } from './settings/municipalities.ts';
import { addNewsRoutes } from './news/routes.ts';
import { addNumberConversionRoutes } from './residents/number-conversions.ts';
import { addRequestRoutes } from './requests/routes.ts';
import { addBoardRoutes } from './organisations/board.ts';
import { addAlarmRoute } from './monitoring/alarms.ts';
import { addIncidentRoutes } from './monitoring/incidents.ts';
import { addRecipientRoutes } from './monitoring/recipients.ts';
import { addSilenceRoutes } from './monitoring/silences.ts';
import { addTargetRoutes } from './monitoring/targets.ts';
import { addOrganisationRoutes } from './organisations/routes.ts';
import { addOperatingDayRoutes } from './operating-days/routes.ts';
import { addStatisticsRoutes } from './operating-days/statistics.ts';
import { addJobRoutes } from './jobs/routes.ts';
import { addOverviewRoutes } from './overview/routes.ts';
import { addProposedUpdateRoutes } from './updates/proposals.ts';
import { addResidentDetailRoutes } from './residents/detail.ts';
import { addResidentSearchRoute } from './residents/search.ts';
import { addResidentRoutes } from './residents/routes.ts';
import { addSessionRoute, addSignInWaysRoute } from './sign-in/session-routes.ts';
import { addSignInResetRoute } from './sign-in/reset.ts';
import { addStaffRoutes } from './staff/routes.ts';
import { addSystemRoutes } from './settings/system.ts';
import { addTransferRoutes } from './transfers/routes.ts';
import { createAuth, type Auth } from './sign-in/auth.ts';
import { createStaffSessions } from './sign-in/staff-sessions.ts';
import { defaultStaffSettings } from './sign-in/settings.ts';
import { addSignIn } from './sign-in/auth-routes.ts';
import { createShortCache } from './http/short-cache.ts';
import { refuseUnstorableAddress } from './http/unstorable-text.ts';
import { refuseInvalid } from './http/validation.ts';
import { addWeb } from './http/web.ts';

/** How long settings and clients, which every request asks for, are cached. */
const cachedMs = 5_000;

export interface Api {
  app: ApiApp;
  /** Waits for the work that no answer waited for; called before the database is closed. */
  drain: () => Promise<void>;
}

export async function createApp(deps: ApiDeps & { processMetrics?: boolean }): Promise<Api> {
  const { auth, ...context } = await createContext(deps);
  const app: ApiApp = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });

  app.use(accessLog(context));
  // Subdomains are left out: the municipality may serve other things there, in its own way.
  const strictTransportSecurity = context.publicUrl.startsWith('https:') ? 'max-age=15552000' : false;
  app.use(secureHeaders({ strictTransportSecurity }));
  app.use(limitBodyTime(context.bodyPatience));
  app.use(refuseUnstorableAddress);
  app.onError((err, c) => answerProblem(c, context, err));
  addTokenEndpoint(app, context);
  addSystemRoutes(app, context);

  addSignIn(app, context, auth);
  addSignInWaysRoute(app, context);

  addDeliveryRepository(app, context.deliveryFolder);
  addReceiptRoute(app, context);

  app.use('/v1/*', authenticate(context));
  app.use('/v1/*', refusePersonalNumberInQuery);
  app.use('/v1/*', async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
  addSessionRoute(app, deps.webUi ? workflowsUrl(webUiPath, deps.webUi.namespace) : null);
  addNewsRoutes(app, context);
  addTransferRoutes(app, context);
  addResidentRoutes(app, context);
  addResidentSearchRoute(app, context);
  addResidentDetailRoutes(app, context);
  addAddressUpdateRoute(app, context);
  addProposedUpdateRoutes(app, context);
  addMoverRoutes(app, context);
  addOverviewRoutes(app, context);
  addAuditRoutes(app, context);
  addAuditSearchRoutes(app, context);
  addNumberConversionRoutes(app, context);
  addErrorRoutes(app, context);
  addRequestRoutes(app, context);
  addConfirmationRoutes(app, context);
  addLoadUploadRoute(app, context);
  addLoadRoutes(app, context);
  addCheckedLoadRoute(app, context);
  addLoadReportRoutes(app, context);
  addLoadColumnRoutes(app, context);
  addHoursRoutes(app, context);
  addMunicipalityRoutes(app, context);
  addApprovalSettingRoutes(app, context);
  addProposalRoutes(app, context);
  addClientRoutes(app, context);
  addStaffRoutes(app, context, auth);
  addOrganisationRoutes(app, context);
  addBoardRoutes(app, context);
  addBackupRoutes(app, context);
  addReleaseRoutes(app, context);
  addRolloutRoutes(app, context);
  addDeliveryBoardRoutes(app, context);
  addIncidentRoutes(app, context);
  addSilenceRoutes(app, context);
  addTargetRoutes(app, context);
  addRecipientRoutes(app, context);
  addAlarmRoute(app, context);
  addOperatingDayRoutes(app, context);
  addStatisticsRoutes(app, context);
  addJobRoutes(app, context);
  addInquiryRoutes(app, context);
  addInquiryWork(app, context);
  addAttachmentRoutes(app, context);
  addAnswerRoutes(app, context);
  addInquirySearchRoute(app, context);
  addInquiryStatisticsRoute(app, context);
  addInquiryStatisticsCsvRoute(app, context);
  addInquiryChangeRoutes(app, context);
  addSignInResetRoute(app, context, auth);
  addDocumentation(app, context);
  addGuides(app);
  addWebUi(app, context, deps.webUi);
  addWeb(app, deps.webFolder);

  const problemFor = createNotFoundProblem(app);
  app.notFound((c) => answerProblem(c, context, problemFor(c.req.method, c.req.path)));
  return {
    app,
    async drain() {
      context.refusals.flush();
      await context.background.drain();
    },
  };
}

async function createContext({
  processMetrics = false,
  now = Date.now,
  staff = defaultStaffSettings,
  bodyPatience = defaultBodyPatience,
  workerHealth = [],
  deliveryFolder,
  ...deps
}: ApiDeps & { processMetrics?: boolean }): Promise<ApiContext & { auth: Auth }> {
  const { db, publicUrl } = deps;
  const background = createBackground(deps.log);
  const auth = createAuth({ ...deps, staff });
  return {
    ...deps,
    now,
    staff,
    bodyPatience,
    workerHealth,
    deliveryFolder,
    auth,
    staffSessions: createStaffSessions({ db }, auth),
    tokens: createAccessTokens(await loadSigningKeys(deps, now), { issuer: publicUrl, now }),
    clients: createShortCache((clientId) => findClient(db, clientId), { ttlMs: cachedMs, now }),
    municipalities: createShortCache((code) => findMunicipality(db, code), { ttlMs: cachedMs, now }),
    organisations: createShortCache((code) => findOrganisation(db, code), { ttlMs: cachedMs, now }),
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
