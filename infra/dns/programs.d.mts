/** A program that runs: `stop` asks it to end, `kill` does not ask. Both wait until it is gone. */
export interface Running {
  readonly port: number;
  readonly folder: string;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export interface ZoneNames {
  readonly allowZone: string;
  readonly blockZone: string;
}

export interface TransferKey {
  readonly transferKey: string;
  /** Base64. */
  readonly transferSecret: string;
}

/** Where a provider's resolver takes its zones from. */
export type Followed = ZoneNames & TransferKey & { readonly primaryPort: number };

interface Place {
  readonly folder: string;
  readonly port: number;
}

export function fill(snippet: string, values: Readonly<Record<string, string | number>>): string;
export function find(program: string): string | undefined;
export function installed(...programs: readonly string[]): boolean;
export function freePorts(count: number): Promise<number[]>;
export function run(program: string, args: readonly string[], place: Place): Promise<Running>;
export function check(program: string, ...args: readonly string[]): string;
export function startPrimary(
  options: Place & {
    readonly updateKey: string;
    readonly updateSecret: string;
    /** `notify`: ports of secondaries on this machine. */
    readonly providers: readonly (ZoneNames & TransferKey & { readonly notify: readonly number[] })[];
  },
): Promise<Running>;
export function startAuthority(options: Place): Promise<Running>;
export function startBindResolver(
  options: Place & { readonly upstreamPort: number; readonly provider: Followed },
): Promise<Running>;
export function startBindWithFile(
  options: Place & {
    readonly upstreamPort: number;
    readonly controlPort: number;
    readonly blockZone: string;
    readonly list: string;
  },
): Promise<Running & { readonly rndc: readonly string[] }>;
export function startLocalSecondary(
  options: Place & { readonly resolverPort: number; readonly provider: Followed },
): Promise<Running>;
export function startUnboundResolver(
  options: Place & { readonly upstreamPort: number; readonly secondaryPort: number; readonly provider: Followed },
): Promise<Running>;
export function startUnboundWithFile(
  options: Place & { readonly upstreamPort: number; readonly list: string },
): Promise<Running>;
export function startRecursor(
  options: Place & { readonly upstreamPort: number; readonly provider: Followed },
): Promise<Running>;
export function startDnsmasq(
  options: Place & { readonly upstreamPort: number; readonly list: string },
): Promise<Running>;
export function startKnotResolver(
  options: Place & { readonly upstreamPort: number; readonly list: string },
): Promise<Running>;
export function startSquid(options: Place & { readonly domains: string; readonly urls: string }): Promise<Running>;
