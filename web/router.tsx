import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { failureCodes } from '../domain/failures.ts';
import { stages } from '../domain/stages.ts';
import type { ErrorFilter } from './api/municipality.ts';
import { ErrorsPage } from './pages/errors/errors.tsx';
import { HomePage } from './pages/home/home.tsx';
import { LoadPage } from './pages/loads/load.tsx';
import { LoadsPage } from './pages/loads/loads.tsx';
import { NotFoundPage } from './pages/not-found.tsx';
import { SignInPage } from './pages/sign-in/sign-in.tsx';
import { StartPage } from './pages/start.tsx';
import { MunicipalityPages } from './shell/municipality.tsx';
import { PlainFrame } from './shell/plain-frame.tsx';
import { SignedIn } from './shell/session.tsx';

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
  validateSearch: ({ back }): { back?: string } => (typeof back === 'string' ? { back } : {}),
});
const signedInRoute = createRoute({ getParentRoute: () => rootRoute, id: 'signed-in', component: SignedIn });
const startRoute = createRoute({ getParentRoute: () => signedInRoute, path: '/', component: StartPage });
const municipalityRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/$municipality',
  component: MunicipalityPages,
  notFoundComponent: NotFoundPage,
});
const homeRoute = createRoute({ getParentRoute: () => municipalityRoute, path: '/', component: HomePage });
const residentsRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/residents',
  component: lazyRouteComponent(() => import('./pages/residents/residents.tsx'), 'ResidentsPage'),
});
const residentRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/residents/$integratedAddressNumber',
  component: lazyRouteComponent(() => import('./pages/residents/resident.tsx'), 'ResidentPage'),
});
const addressUpdateRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/residents/$integratedAddressNumber/update',
  component: lazyRouteComponent(() => import('./pages/residents/address-update.tsx'), 'AddressUpdatePage'),
});
const errorsRoute = createRoute({
  getParentRoute: () => municipalityRoute,
  path: '/errors',
  component: ErrorsPage,
  validateSearch: errorFilterFrom,
});
const loadsRoute = createRoute({ getParentRoute: () => municipalityRoute, path: '/loads', component: LoadsPage });
const loadRoute = createRoute({ getParentRoute: () => municipalityRoute, path: '/loads/$loadId', component: LoadPage });

/** A filter stands in the address, so that it can be kept and sent; what is no filter is left out. */
function errorFilterFrom(search: Record<string, unknown>): Partial<ErrorFilter> {
  const code = failureCodes.find((each) => each === search['code']);
  const stage = stages.find((each) => each === search['stage']);
  const state = (['resolved', 'all'] as const).find((each) => each === search['state']);
  return { ...(code && { code }), ...(stage && { stage }), ...(state && { state }) };
}

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    signInRoute,
    signedInRoute.addChildren([
      startRoute,
      municipalityRoute.addChildren([
        homeRoute,
        residentsRoute,
        residentRoute,
        addressUpdateRoute,
        errorsRoute,
        loadsRoute,
        loadRoute,
      ]),
    ]),
  ]),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
