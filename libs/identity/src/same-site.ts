const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The headers that tell where a browser's call comes from. */
export interface CallOrigin {
  readonly method: string;
  readonly 'sec-fetch-site'?: string | undefined;
  readonly origin?: string | undefined;
  /** Scheme and host this server was called by, as far as the trusted proxy says. */
  readonly protocol: string;
  readonly host: string;
}

/**
 * Whether a call was made by a page of another site (CSRF). `Sec-Fetch-Site` decides where it is sent; otherwise `Origin`
 * must be our own. A call with neither comes from a program, which no other page can make act. Reads are never cross-site:
 * they change nothing.
 */
export function isCrossSite(call: CallOrigin): boolean {
  if (READS.has(call.method)) return false;
  const site = call['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return call.origin !== undefined && call.origin.toLowerCase() !== `${call.protocol}://${call.host}`.toLowerCase();
}
