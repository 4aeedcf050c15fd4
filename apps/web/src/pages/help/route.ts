import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';

/** `/ho-tro` (pleas for help), `/ho-tro/chuyen-tin` (referrals), `/ho-tro/truc` (who is on call). */
export const helpRoute = createRoute({
  getParentRoute: () => root,
  path: '/ho-tro/{-$tab}',
  component: lazyRouteComponent(() => import('./help-page.js'), 'HelpPage'),
});
