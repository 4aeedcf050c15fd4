import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { readText } from '../audit/asked.js';

const base = createRoute({
  getParentRoute: () => root,
  path: '/quan-tri',
  component: lazyRouteComponent(() => import('./admin-frame.js'), 'AdminFrame'),
});
const parent = () => base;

const pending = createRoute({
  getParentRoute: parent,
  path: '/',
  component: lazyRouteComponent(() => import('./pending-page.js'), 'PendingPage'),
});
const register = createRoute({
  getParentRoute: parent,
  path: '/danh-muc/$kind',
  validateSearch: readText('q', 'all'),
  component: lazyRouteComponent(() => import('./register-page.js'), 'RegisterPage'),
});
const entry = createRoute({
  getParentRoute: parent,
  path: '/danh-muc/$kind/$entry',
  component: lazyRouteComponent(() => import('./entry-page.js'), 'EntryPage'),
});
const keys = createRoute({
  getParentRoute: parent,
  path: '/khoa',
  component: lazyRouteComponent(() => import('./keys-page.js'), 'KeysPage'),
});
const accounts = createRoute({
  getParentRoute: parent,
  path: '/tai-khoan',
  component: lazyRouteComponent(() => import('./accounts-page.js'), 'AccountsPage'),
});
const parked = createRoute({
  getParentRoute: parent,
  path: '/tam-dung',
  component: lazyRouteComponent(() => import('./parked-page.js'), 'ParkedPage'),
});
const guard = createRoute({
  getParentRoute: parent,
  path: '/thu-bao-ve',
  validateSearch: readText('name'),
  component: lazyRouteComponent(() => import('./guard-page.js'), 'GuardPage'),
});

/** `/quan-tri` and what lies below it. */
export const adminRoute = base.addChildren([pending, register, entry, keys, accounts, parked, guard]);
