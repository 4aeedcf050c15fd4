import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { readAsk, readMoment, readText } from './asked.js';

const base = createRoute({
  getParentRoute: () => root,
  path: '/giam-sat',
  component: lazyRouteComponent(() => import('./audit-frame.js'), 'AuditFrame'),
});
const parent = () => base;

const ask = createRoute({
  getParentRoute: parent,
  path: '/',
  validateSearch: readAsk,
  component: lazyRouteComponent(() => import('./ask/ask-page.js'), 'AskPage'),
});
const replay = createRoute({
  getParentRoute: parent,
  path: '/vu-viec/$caseId',
  validateSearch: readMoment,
  component: lazyRouteComponent(() => import('./replay/replay-page.js'), 'ReplayPage'),
});
const log = createRoute({
  getParentRoute: parent,
  path: '/nhat-ky',
  validateSearch: readText('type'),
  component: lazyRouteComponent(() => import('./log-page.js'), 'LogPage'),
});
const reads = createRoute({
  getParentRoute: parent,
  path: '/luot-doc',
  validateSearch: readText('case', 'person'),
  component: lazyRouteComponent(() => import('./reads-page.js'), 'ReadsPage'),
});
const attempts = createRoute({
  getParentRoute: parent,
  path: '/bi-tu-choi',
  validateSearch: readText('case', 'person'),
  component: lazyRouteComponent(() => import('./attempts-page.js'), 'AttemptsPage'),
});
const dismissals = createRoute({
  getParentRoute: parent,
  path: '/ket-thuc',
  validateSearch: readText('outcome', 'person', 'from', 'to'),
  component: lazyRouteComponent(() => import('./dismissals-page.js'), 'DismissalsPage'),
});
const registers = createRoute({
  getParentRoute: parent,
  path: '/danh-muc',
  validateSearch: readText('kind', 'from', 'to'),
  component: lazyRouteComponent(() => import('./register-log-page.js'), 'RegisterLogPage'),
});
const samples = createRoute({
  getParentRoute: parent,
  path: '/mau/{-$sampleId}',
  component: lazyRouteComponent(() => import('./samples-page.js'), 'SamplesPage'),
});
const findings = createRoute({
  getParentRoute: parent,
  path: '/kien-nghi',
  component: lazyRouteComponent(() => import('./findings-page.js'), 'FindingsPage'),
});
const compare = createRoute({
  getParentRoute: parent,
  path: '/doi-chieu',
  component: lazyRouteComponent(() => import('./compare-page.js'), 'ComparePage'),
});

/** `/giam-sat` and what lies below it: the auditor's pages; findings also for the units they concern. */
export const auditRoute = base.addChildren([
  ask,
  replay,
  log,
  reads,
  attempts,
  dismissals,
  registers,
  samples,
  findings,
  compare,
]);
