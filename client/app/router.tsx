import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { PagePending } from './PagePending.tsx';
import { RouteError } from './RouteError.tsx';
import { RouteMissing } from './RouteMissing.tsx';
import { isPhone } from '../ui/usePhone.ts';

const root = createRootRoute({ component: Outlet, errorComponent: RouteError, notFoundComponent: RouteMissing });

const pages = [
  createRoute({
    getParentRoute: () => root,
    path: '/',
    component: lazyRouteComponent(() => import('./ProjectsPage.tsx'), 'ProjectsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/sign-in',
    component: lazyRouteComponent(() => import('./SignInPage.tsx'), 'SignInPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/setup',
    component: lazyRouteComponent(() => import('./SetupPage.tsx'), 'SetupPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/invite/$id',
    component: lazyRouteComponent(() => import('./InvitePage.tsx'), 'InvitePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/s/$token',
    component: lazyRouteComponent(() => import('../review/GuestView.tsx'), 'GuestView'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/ui',
    component: lazyRouteComponent(() => import('../ui/Showcase.tsx'), 'Showcase'),
  }),
];

const project = createRoute({
  getParentRoute: () => root,
  path: '/p/$projectId',
  component: lazyRouteComponent(() => import('./ProjectPage.tsx'), 'ProjectPage'),
});

const views = [
  createRoute({
    getParentRoute: () => project,
    path: '/',
    beforeLoad: ({ params }) => {
      // The router's own way of redirecting.
      // oxlint-disable-next-line typescript/only-throw-error
      throw redirect({ to: isPhone() ? '/p/$projectId/takes' : '/p/$projectId/canvas', params });
    },
  }),
  createRoute({
    getParentRoute: () => project,
    path: '/canvas',
    component: lazyRouteComponent(() => import('../canvas/CanvasView.tsx'), 'CanvasView'),
  }),
  createRoute({
    getParentRoute: () => project,
    path: '/takes',
    component: lazyRouteComponent(() => import('../takes/TakesView.tsx'), 'TakesView'),
  }),
  createRoute({
    getParentRoute: () => project,
    path: '/timeline',
    component: lazyRouteComponent(() => import('../timeline/TimelineView.tsx'), 'TimelineView'),
  }),
  createRoute({
    getParentRoute: () => project,
    path: '/history',
    component: lazyRouteComponent(() => import('../history/HistoryView.tsx'), 'HistoryView'),
  }),
];

/** Every address of the application. Each page is a chunk of its own. */
export function createAppRouter() {
  return createRouter({
    routeTree: root.addChildren([...pages, project.addChildren(views)]),
    defaultPreload: 'intent',
    defaultPendingComponent: PagePending,
    defaultPendingMs: 300,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
