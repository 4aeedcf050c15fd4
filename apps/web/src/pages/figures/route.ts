import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { root } from '../../shell/root.js';
import { readAsked } from './asked.js';

/** `/so-lieu`: figures; what is compared stands in the address. */
export const figuresRoute = createRoute({
  getParentRoute: () => root,
  path: '/so-lieu',
  validateSearch: readAsked,
  component: lazyRouteComponent(() => import('./figures-page.js'), 'FiguresPage'),
});
