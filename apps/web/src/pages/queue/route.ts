import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { readFilters } from './filters.js';

/** `/vu-viec` and `/vu-viec/<case>`: filters stand in the address, so a view can be shared as it is. */
export const queueRoute = createRoute({
  getParentRoute: () => root,
  path: '/vu-viec/{-$caseId}',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('./queue-page.js'), 'QueuePage'),
});
