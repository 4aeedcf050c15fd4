import { hkdfSync } from 'node:crypto';
import { servicePool } from '#libs/event-store';
import type { ServiceName } from '#libs/event-store';
import type { Host } from '#libs/service-kit';
import { kafkaClient } from './client.js';
import { KafkaTransport } from './kafka-transport.js';
import { RelayLoop } from './relay-loop.js';
import { kafkaSettings } from './settings.js';

/** The lock's session, the log and the position: each may be in use at the same time. */
const RELAY_CONNECTIONS = 3;

export interface CarriedService {
  readonly relay?: boolean;
  readonly batch?: number;
  readonly standby?: number;
}

/** The transport of a service in a process that was told of Kafka; undefined: events come from the log in PostgreSQL. */
export function kafkaTransport(host: Host, service: ServiceName, options: CarriedService): KafkaTransport | undefined {
  const settings = kafkaSettings(host.config);
  if (!settings) return undefined;
  const runtime = host.runtime(service);
  // The same in every process of an installation: consumers believe only what the relay signed.
  const secret = Buffer.from(hkdfSync('sha256', host.secrets.dedupe, '', 'lachan courier', 32));
  const relays = options.relay ?? service === 'ledger';
  const relay = relays
    ? new RelayLoop({
        kafka: kafkaClient(settings, 'lachan-relay', runtime.logger),
        prefix: settings.prefix,
        secret,
        logger: runtime.logger,
        pool: servicePool(host.databaseUrl, 'relay', { max: RELAY_CONNECTIONS }),
        store: runtime.store,
      })
    : undefined;
  return new KafkaTransport(runtime, {
    settings,
    secret,
    categoryOfType: (type) => host.registry[type]?.category,
    ...(relay ? { relay } : {}),
    ...(options.batch === undefined ? {} : { batch: options.batch }),
    ...(options.standby === undefined ? {} : { standby: options.standby }),
  });
}
