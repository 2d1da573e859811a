import type { Route } from './define-route.ts';

/** Where a route answers, in Hono's form. */
export function fullPath(route: Pick<Route, 'at' | 'path'>): string {
  return route.at === 'root' ? route.path : `/api/v1${route.path}`;
}
