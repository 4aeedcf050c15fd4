import type { Metrics, ServiceRuntime } from '#libs/service-kit';

/** How long the log is, and how much of it Kafka has not got yet: nothing of the latter where no broker takes part. */
export function relayFigures(metrics: Metrics, { database, store }: Pick<ServiceRuntime, 'database' | 'store'>): void {
  metrics.gauge('lachan_log_position', 'Position of the newest event', async () => [{ value: await store.head() }]);
  metrics.gauge('lachan_relay_lag_events', 'Events that the relay has not carried to Kafka yet', async () => {
    const { rows } = await database.query<{ position: string }>('select position from messaging.relay');
    const head = await store.head();
    return rows.map(({ position }) => ({ value: Math.max(0, head - Number(position)) }));
  });
}
