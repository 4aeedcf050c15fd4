import type { ServiceDefinition } from '#libs/process';

/**
 * The service that answers a path: its first segment under `/api/v1` decides, or one at the root that a service names;
 * everything else is the first service's.
 */
export const serviceOf = (path: string, services: readonly ServiceDefinition[]): ServiceDefinition | undefined => {
  const segment = /^\/api\/v1\/([^/?#]+)/.exec(path)?.[1];
  if (segment === undefined) {
    const root = /^\/([^/?#]+)/.exec(path)?.[1] ?? '';
    return services.find(({ roots }) => roots?.includes(root)) ?? services[0];
  }
  return services.find((service) => service.paths.includes(segment)) ?? services[0];
};
