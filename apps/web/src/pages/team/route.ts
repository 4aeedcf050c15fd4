import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';

export const TEAM_TABS = ['qua-han', 'giao-viec', 'truc', 'cong-van'] as const;
export type TeamTab = (typeof TEAM_TABS)[number];

/** `/dieu-hanh/<tab>`; an address somebody mistyped shows the overdue sheet. */
export const teamRoute = createRoute({
  getParentRoute: () => root,
  path: '/dieu-hanh/{-$tab}',
  validateSearch: (search: Record<string, unknown>): { readonly case?: string } =>
    typeof search['case'] === 'string' ? { case: search['case'].slice(0, 60) } : {},
  component: lazyRouteComponent(() => import('./team-page.js'), 'TeamPage'),
});
