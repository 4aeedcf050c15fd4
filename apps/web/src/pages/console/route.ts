import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { readView } from './views.js';

/** A provider's own pages, `/doanh-nghiep`: its key opens them, and they load nothing of the staff's pages. */
const frame = createRoute({
  getParentRoute: () => root,
  path: '/doanh-nghiep',
  component: lazyRouteComponent(() => import('./console-frame.js'), 'ConsoleFrame'),
});

const requests = createRoute({
  getParentRoute: () => frame,
  path: '/',
  validateSearch: readView,
  component: lazyRouteComponent(() => import('./requests-page.js'), 'RequestsPage'),
});
const feed = createRoute({
  getParentRoute: () => frame,
  path: '/nguon-cap',
  component: lazyRouteComponent(() => import('./feed-page.js'), 'FeedPage'),
});
const keys = createRoute({
  getParentRoute: () => frame,
  path: '/khoa',
  component: lazyRouteComponent(() => import('./keys-page.js'), 'KeysPage'),
});
const contact = createRoute({
  getParentRoute: () => frame,
  path: '/dau-moi',
  component: lazyRouteComponent(() => import('./contact-page.js'), 'ContactPage'),
});
const sandbox = createRoute({
  getParentRoute: () => frame,
  path: '/thu-nghiem',
  component: lazyRouteComponent(() => import('./sandbox-page.js'), 'SandboxPage'),
});
const genuine = createRoute({
  getParentRoute: () => frame,
  path: '/xac-minh',
  component: lazyRouteComponent(() => import('./genuine-page.js'), 'GenuinePage'),
});
const howTo = createRoute({
  getParentRoute: () => frame,
  path: '/cach-noi',
  validateSearch: (search: Record<string, unknown>): { form?: string } =>
    typeof search['form'] === 'string' ? { form: search['form'].slice(0, 40) } : {},
  component: lazyRouteComponent(() => import('./how-to-page.js'), 'HowToPage'),
});

export const consoleRoute = frame.addChildren([requests, feed, keys, contact, sandbox, genuine, howTo]);
