import { SERVICES } from '#libs/event-store';
import type { ServiceName } from '#libs/event-store';

const NAME = /^([a-z]+)\.[a-z0-9-]+$/;

/** The service that a subscription or read model belongs to: the part of its name before the dot. */
export function serviceOf(subscription: string): ServiceName {
  const prefix = NAME.exec(subscription)?.[1];
  const service = SERVICES.find((name) => name === prefix);
  if (!service)
    throw new Error(`wanted a name <service>.<what> with a service of ${SERVICES.join(', ')}, found "${subscription}"`);
  return service;
}

/**
 * Nest hands the handlers of a process to every transport in it; this id, one per service, keeps a service's
 * subscribers with the transport that has the service's own connections.
 */
export const transportOf = (service: ServiceName): symbol => Symbol.for(`lachan events of ${service}`);

/** The pattern under which Nest knows one subscription's handler of one event type. */
export const patternOf = (subscription: string, type: string): string => `${subscription}/${type}`;

export function splitPattern(pattern: string): { subscription: string; type: string } {
  const [subscription = '', type = ''] = pattern.split('/');
  return { subscription, type };
}
