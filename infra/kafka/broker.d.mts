/** A running broker that this process started. */
export interface Broker {
  /** For `KAFKA_BROKERS`. */
  readonly brokers: string;
  readonly port: number;
  readonly folder: string;
  readonly pid: number;
  stop(): Promise<void>;
  kill(): Promise<void>;
}
export interface BrokerOptions {
  readonly folder: string;
  readonly port?: number;
  readonly security?: {
    readonly protocol: string;
    readonly properties?: Readonly<Record<string, string>>;
    /** Users the broker knows from the first start on: `SCRAM-SHA-512=[name=…,password=…]`. */
    readonly scram?: readonly string[];
  };
}
export function missing(): string | null;
export function fetchBroker(): void;
export function freePort(): Promise<number>;
export function startBroker(options: BrokerOptions): Promise<Broker>;
