import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';

/** `/phe-duyet` and `/phe-duyet/<case>`. */
export const approvalsRoute = createRoute({
  getParentRoute: () => root,
  path: '/phe-duyet/{-$caseId}',
  component: lazyRouteComponent(() => import('./approvals-page.js'), 'ApprovalsPage'),
});
