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
}

const SECOND = 1_000;
/** How long a receiver may take (ms). */
const PATIENCE = 20 * SECOND;

/**
 * Posts JSON to one address outside, signed as the Standard Webhooks specification says, following no redirect and reaching no
 * private address that nobody named.
 */
export class SignedPost {
  readonly #http: AxiosInstance;

  /** @throws {ForbiddenPlace} for an address that must not be called. */
  constructor(private readonly options: SignedPostOptions) {
    const url = new URL(options.url);
    mustBePublic(url, options.privateHost);
    const own = url.hostname === options.privateHost;
    this.#http = axios.create({
      ...(own ? {} : publicOnlyAgents()),
      timeout: PATIENCE,
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
    const { url, secrets } = this.options;
    const headers = signedHeaders(secrets, id, Math.floor(now / SECOND), body);
    try {
      const { status } = await this.#http.post(url, body, {
        headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'lachan' },
        transformRequest: [(data: unknown) => data],
      });
      return status;
    } catch (error) {
      const why = axios.isAxiosError(error) ? (error.code ?? error.message) : String(error);
      // eslint-disable-next-line preserve-caught-error -- it holds the request with its signature.
      throw new Error(`the receiver was not reached: ${why}`);
    }
  }
}
