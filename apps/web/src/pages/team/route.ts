import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';

/** `/dieu-hanh` is the overdue sheet, as is an address somebody mistyped; the other parts stand below it. */
export const teamRoute = createRoute({
  getParentRoute: () => root,
  path: '/dieu-hanh/{-$tab}',
  component: lazyRouteComponent(() => import('./team-page.js'), 'TeamPage'),
});
