import axios from 'axios';
import type { AxiosInstance } from 'axios';
import { mustBePublic, publicOnlyAgents } from './public-only.js';
import { signedHeaders } from './signature.js';

export interface SignedPostOptions {
  readonly url: string;
  /** Newest first; each signs. */
  readonly secrets: readonly string[];
  /** The one host that may have an address of a private network, or speak plain HTTP. */
  readonly privateHost?: string | undefined;
  /** How long a receiver may take for a whole answer (s). */
  readonly patienceSeconds?: number;
  /** The process ends: what is in the air is given up, and comes again under its id. */
  readonly stopping?: AbortSignal | undefined;
}

const SECOND = 1_000;
/** How long a receiver may take where nothing else was said (s). */
const PATIENCE = 20;

/**
 * Posts JSON to one address outside, signed as the Standard Webhooks specification says, following no redirect and reaching no
 * private address that nobody named.
 */
export class SignedPost {
  readonly #http: AxiosInstance;
  readonly #patience: number;

  /** @throws {ForbiddenPlace} for an address that must not be called. */
  constructor(private readonly options: SignedPostOptions) {
    const url = new URL(options.url);
    mustBePublic(url, options.privateHost);
    this.#patience = (options.patienceSeconds ?? PATIENCE) * SECOND;
    const own = url.hostname === options.privateHost;
    this.#http = axios.create({
      ...(own ? {} : publicOnlyAgents()),
      maxRedirects: 0,
      proxy: false,
      maxContentLength: 64 * 1_024,
      responseType: 'text',
      validateStatus: () => true,
    });
  }

  /**
   * @param id stays the same over every try of the same message.
   * @param now milliseconds since 1970.
   * @returns the HTTP status that was answered.
   * @throws when the receiver was not reached; the error holds neither body nor signature.
   */
  async send(id: string, now: number, body: string): Promise<number> {
    const { url, secrets, stopping } = this.options;
    const headers = signedHeaders(secrets, id, Math.floor(now / SECOND), body);
    // A limit to the whole, not to a silence: an answer that trickles a byte at a time has no end.
    const late = AbortSignal.timeout(this.#patience);
    try {
      const { status } = await this.#http.post(url, body, {
        signal: stopping ? AbortSignal.any([late, stopping]) : late,
        headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'lachan' },
        transformRequest: [(data: unknown) => data],
      });
      return status;
    } catch (error) {
      const seconds = String(this.#patience / SECOND);
      const failed = axios.isAxiosError(error) ? (error.code ?? error.message) : String(error);
      const why = late.aborted ? `it took longer than ${seconds} s for its answer` : failed;
      // eslint-disable-next-line preserve-caught-error -- it holds the request with its signature.
      throw new Error(`the receiver was not reached: ${why}`);
    }
  }
}
