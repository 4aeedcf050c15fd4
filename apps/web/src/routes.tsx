import { Navigate, createRoute, createRouter } from '@tanstack/react-router';
import { holds, useMe } from './api/session.js';
import { approvalsRoute } from './pages/approvals/route.js';
import { consoleRoute } from './pages/console/route.js';
import { helpRoute } from './pages/help/route.js';
import { adminRoute } from './pages/admin/route.js';
import { auditRoute } from './pages/audit/route.js';
import { figuresRoute } from './pages/figures/route.js';
import { queueRoute } from './pages/queue/route.js';
import { teamRoute } from './pages/team/route.js';
import { Empty } from './parts/states.js';
import { root } from './shell/root.js';
import { SECTIONS } from './shell/sections.js';
import { useWords } from './words/language.js';
import { shellWords } from './words/shell.js';

/** To the first section this person works in. */
const Start = () => {
  const me = useMe();
  const words = useWords(shellWords);
  const first = SECTIONS.find(({ roles }) => holds(me, ...roles));
  return first ? <Navigate to={first.path} replace /> : <Empty title={words.noSection} />;
};
const start = createRoute({ getParentRoute: () => root, path: '/', component: Start });

/** Every staff page; a section adds its route to this list, and its code is loaded when it is first opened. */
const tree = root.addChildren([
  start,
  queueRoute,
  approvalsRoute,
  helpRoute,
  teamRoute,
  auditRoute,
  consoleRoute,
  figuresRoute,
  adminRoute,
]);

export const router = createRouter({ routeTree: tree, basepath: '/lam-viec', defaultPreload: 'intent' });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
