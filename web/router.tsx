/**
 * Every address. The script of each page is fetched when somebody goes there; only that of the sign-in comes with the
 * frame, because whoever has nothing of fugo yet signs in first.
 */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { NotFoundPage } from './shell/not-found-page.tsx';
import { SignInPage } from './sign-in/page.tsx';
import { StartPage } from './shell/start-page.tsx';
import { MunicipalityPages } from './shell/municipality.tsx';
import { OrganisationPages, OrganisationStart } from './shell/organisation.tsx';
import { PlainFrame } from './shell/plain-frame.tsx';
import { SignedIn } from './shell/session.tsx';
import { readErrorFilter } from './errors/search.ts';
import { readAuditFilter } from './audit/search.ts';
import { readShownDay, readStatistics } from './operating-days/search.ts';
import { readIncidentFilter } from './monitoring/search.ts';
import { readRun, readServer } from './jobs/search.ts';
import { readMonth } from './hours/search.ts';
import { readAnswerFilter, readInquiryFilter, readInquiryStatistics } from './inquiries/search.ts';
import { readNewsPlace } from './news/search.ts';
import { readMoverSearch } from './residents/movers/search.ts';

const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: () => (
    <PlainFrame>
      <NotFoundPage />
    </PlainFrame>
  ),
});
const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: SignInPage,
  validateSearch: ({ back, error }): { back?: string; error?: string } => ({
    ...(typeof back === 'string' && { back }),
    ...(typeof error === 'string' && { error }),
  }),
});
const signInDoneRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in/done',
  component: lazyRouteComponent(() => import('./sign-in/done-page.tsx'), 'SignInDonePage'),
});
const signedInRoute = createRoute({ getParentRoute: () => rootRoute, id: 'signed-in', component: SignedIn });
const startRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/', component: StartPage });
const newsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/news',
  component: lazyRouteComponent(() => import('./news/page.tsx'), 'NewsPage'),
  validateSearch: readNewsPlace,
});
const municipalityRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/$municipality',
  component: MunicipalityPages,
  notFoundComponent: NotFoundPage,
});
const homeRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./overview/page.tsx'), 'HomePage'),
});
const residentsRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/residents',
  component: lazyRouteComponent(() => import('./residents/search-page.tsx'), 'ResidentsPage'),
});
const residentRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/residents/$integratedAddressNumber',
  component: lazyRouteComponent(() => import('./residents/resident-page.tsx'), 'ResidentPage'),
});
const addressUpdateRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/residents/$integratedAddressNumber/update',
  component: lazyRouteComponent(() => import('./updates/address-update-page.tsx'), 'AddressUpdatePage'),
});
const personRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/residents/by-person/$personId',
  component: lazyRouteComponent(() => import('./residents/resident-page.tsx'), 'PersonPage'),
});
const approvalsRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/approvals',
  component: lazyRouteComponent(() => import('./updates/approvals-page.tsx'), 'ApprovalsPage'),
  validateSearch: ({ state }): { state?: 'decided' } => (state === 'decided' ? { state } : {}),
});
const approvalRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/approvals/$updateId',
  component: lazyRouteComponent(() => import('./updates/approval-page.tsx'), 'ApprovalPage'),
});
const errorsRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/errors',
  component: lazyRouteComponent(() => import('./errors/page.tsx'), 'ErrorsPage'),
  validateSearch: readErrorFilter,
});
const errorViewRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/errors/views/$viewId',
  component: lazyRouteComponent(() => import('./errors/view-page.tsx'), 'ErrorViewPage'),
});
const errorRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/errors/$failureId',
  component: lazyRouteComponent(() => import('./errors/entry-page.tsx'), 'ErrorPage'),
  // The filter of the list that the reader was in.
  validateSearch: readErrorFilter,
});
const comparisonRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/errors/$failureId/comparison',
  component: lazyRouteComponent(() => import('./errors/comparison-page.tsx'), 'ComparisonPage'),
  validateSearch: readErrorFilter,
});
const moversRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/movers',
  component: lazyRouteComponent(() => import('./residents/movers/page.tsx'), 'MoversPage'),
  validateSearch: readMoverSearch,
});
const confirmationsRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/confirmations',
  component: lazyRouteComponent(() => import('./confirmations/page.tsx'), 'ConfirmationsPage'),
});
const confirmationRunRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/confirmations/$runId',
  component: lazyRouteComponent(() => import('./confirmations/run-page.tsx'), 'ConfirmationRunPage'),
});
const loadsRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/loads',
  component: lazyRouteComponent(() => import('./loads/page.tsx'), 'LoadsPage'),
});
const loadRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/loads/$loadId',
  component: lazyRouteComponent(() => import('./loads/load-page.tsx'), 'LoadPage'),
});
const hoursRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/hours',
  component: lazyRouteComponent(() => import('./hours/page.tsx'), 'HoursPage'),
  validateSearch: readMonth,
});
const staffRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/staff',
  component: lazyRouteComponent(() => import('./staff/page.tsx'), 'StaffPage'),
});

const organisationRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/organisations/$organisation',
  component: OrganisationPages,
  notFoundComponent: NotFoundPage,
});
const organisationStartRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/',
  component: OrganisationStart,
});
const boardRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/board',
  component: lazyRouteComponent(() => import('./organisations/board-page.tsx'), 'BoardPage'),
});
const daysRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/days',
  component: lazyRouteComponent(() => import('./operating-days/page.tsx'), 'OperatingDayPage'),
  validateSearch: readShownDay,
});
const jobsRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/jobs',
  component: lazyRouteComponent(() => import('./jobs/page.tsx'), 'JobsPage'),
  validateSearch: readServer,
});
const jobNetRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/jobs/$net/$server',
  component: lazyRouteComponent(() => import('./jobs/net-page.tsx'), 'JobNetPage'),
  validateSearch: readMonth,
});
const jobDayRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/jobs/$net/$server/$day',
  component: lazyRouteComponent(() => import('./jobs/day-page.tsx'), 'JobDayPage'),
  validateSearch: readRun,
});
const jobDefinitionRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/job-definition',
  component: lazyRouteComponent(() => import('./jobs/definition-page.tsx'), 'JobDefinitionPage'),
});
const statisticsRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/statistics',
  component: lazyRouteComponent(() => import('./operating-days/statistics-page.tsx'), 'StatisticsPage'),
  validateSearch: readStatistics,
});
const incidentsRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/incidents',
  component: lazyRouteComponent(() => import('./monitoring/page.tsx'), 'IncidentsPage'),
  validateSearch: readIncidentFilter,
});
const incidentRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/incidents/$incident',
  component: lazyRouteComponent(() => import('./monitoring/incident-page.tsx'), 'IncidentPage'),
});
const inquiriesRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/inquiries',
  component: lazyRouteComponent(() => import('./inquiries/page.tsx'), 'InquiriesPage'),
  validateSearch: readInquiryFilter,
});
const askRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/inquiries/new',
  component: lazyRouteComponent(() => import('./inquiries/ask-page.tsx'), 'AskPage'),
});
const inquiryStatisticsRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/inquiries/statistics',
  component: lazyRouteComponent(() => import('./inquiries/statistics-page.tsx'), 'InquiryStatisticsPage'),
  validateSearch: readInquiryStatistics,
});
const inquiryRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/inquiries/$inquiry',
  component: lazyRouteComponent(() => import('./inquiries/inquiry-page.tsx'), 'InquiryPage'),
  validateSearch: ({ asked }): { asked?: true } => (asked === true ? { asked } : {}),
});
const answersRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/answers',
  component: lazyRouteComponent(() => import('./inquiries/answers-page.tsx'), 'AnswersPage'),
  validateSearch: readAnswerFilter,
});
const backupsRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/backups',
  component: lazyRouteComponent(() => import('./backups/page.tsx'), 'BackupsPage'),
});
const deliveriesRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/deliveries',
  component: lazyRouteComponent(() => import('./deliveries/page.tsx'), 'DeliveriesPage'),
});
const rolloutsRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/deliveries/rollouts',
  component: lazyRouteComponent(() => import('./deliveries/rollouts-page.tsx'), 'RolloutsPage'),
});
const rolloutRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/deliveries/rollouts/$rollout',
  component: lazyRouteComponent(() => import('./deliveries/rollout-page.tsx'), 'RolloutPage'),
});
const releasesRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/deliveries/releases',
  component: lazyRouteComponent(() => import('./deliveries/releases-page.tsx'), 'ReleasesPage'),
});
const deliveryKeysRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/deliveries/keys',
  component: lazyRouteComponent(() => import('./deliveries/keys-page.tsx'), 'KeysPage'),
});
const organisationHoursRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/hours',
  component: lazyRouteComponent(() => import('./hours/page.tsx'), 'HoursPage'),
  validateSearch: readMonth,
});
const auditRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/audit',
  component: lazyRouteComponent(() => import('./audit/page.tsx'), 'AuditPage'),
  validateSearch: readAuditFilter,
});
const organisationStaffRoute = createRoute({
  getParentRoute: () => organisationRoute,
  path: '/staff',
  component: lazyRouteComponent(() => import('./staff/page.tsx'), 'StaffPage'),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    signInRoute,
    signInDoneRoute,
    signedInRoute.addChildren([
      startRoute,
      newsRoute,
      municipalityRoute.addChildren([
        homeRoute,
        residentsRoute,
        residentRoute,
        addressUpdateRoute,
        personRoute,
        approvalsRoute,
        approvalRoute,
        moversRoute,
        errorsRoute,
        errorViewRoute,
        errorRoute,
        comparisonRoute,
        confirmationsRoute,
        confirmationRunRoute,
        loadsRoute,
        loadRoute,
        hoursRoute,
        staffRoute,
      ]),
      organisationRoute.addChildren([
        organisationStartRoute,
        boardRoute,
        daysRoute,
        jobsRoute,
        jobNetRoute,
        jobDayRoute,
        jobDefinitionRoute,
        incidentsRoute,
        incidentRoute,
        inquiriesRoute,
        askRoute,
        inquiryStatisticsRoute,
        inquiryRoute,
        answersRoute,
        backupsRoute,
        statisticsRoute,
        deliveriesRoute,
        rolloutsRoute,
        rolloutRoute,
        releasesRoute,
        deliveryKeysRoute,
        organisationHoursRoute,
        auditRoute,
        organisationStaffRoute,
      ]),
    ]),
  ]),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
