import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The process's figures for Prometheus. One registry per process; services add their own gauges to it. */
export class Metrics {
  readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /**
   * Adds a gauge whose values are asked for at each scrape. A `read` that fails leaves its gauge out of that scrape and
   * does not spoil the others. Registering a name again replaces it. Names: `lachan_<what>_<unit>`.
   */
  gauge(
    name: string,
    help: string,
    read: () => Promise<readonly GaugeValue[]> | readonly GaugeValue[],
    labelNames: string[] = [],
  ): void {
    this.registry.removeSingleMetric(name);
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      async collect() {
        this.reset();
        try {
          for (const { labels, value } of await read()) this.set({ ...labels }, value);
        } catch {
          this.reset();
        }
      },
    });
  }

  /** The histogram of that name, made at the first call. */
  histogram(name: string, help: string, labelNames: string[]): Histogram {
    const known = this.registry.getSingleMetric(name);
    return known instanceof Histogram ? known : new Histogram({ name, help, labelNames, registers: [this.registry] });
  }

  /** The counter of that name, made at the first call. */
  counter(name: string, help: string, labelNames: string[]): Counter {
    const known = this.registry.getSingleMetric(name);
    return known instanceof Counter ? known : new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  /** The text of `GET /metrics`. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}

export interface GaugeValue {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}
