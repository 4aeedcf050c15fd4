import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { Broken, must } from './broken.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** The parsed body when it is JSON. */
  readonly json: unknown;
}

export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Longer than the longest poll (60 s): a server that says nothing for so long has hung up (ms). */
const PATIENCE = 75_000;
/** A provider waits as it is asked to, but not for ever: so often, and each time at most so long (s). */
const RETRIES = 3;
const LONGEST_WAIT = 30;
const LATER: ReadonlySet<number> = new Set([429, 503]);

/** How many seconds a refusal asks to wait; throws when it does not say. */
export function retryAfter({ status, headers }: Answer): number {
  const said = headers.get('retry-after') ?? '';
  must(
    /^[1-9]\d{0,3}$/.test(said),
    `trả lời ${String(status)} không kèm Retry-After tính bằng giây`,
    `answered ${String(status)} without a Retry-After in seconds`,
  );
  return Number(said);
}

/** A scripted provider's way of calling: one address, one key, waits when it is asked to come later. */
export class ProviderClient {
  constructor(
    private readonly url: string,
    private readonly key: string | null,
  ) {}

  /** One call, whatever it answers; a path below `/api/v1`. */
  async once(path: string, { method, body, headers, signal }: Call = {}): Promise<Answer> {
    const limit = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: { ...this.#headers(body !== undefined), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, headers: answer.headers, bytes, json: parsed(answer.headers, bytes) };
  }

  /** The same, and a refusal that says "later" is called again when it says so, as a provider's program has to. */
  async call(path: string, call: Call = {}): Promise<Answer> {
    for (let tries = 0; ; tries += 1) {
      const answer = await this.once(path, call);
      if (!LATER.has(answer.status) || tries === RETRIES) return answer;
      await pause(Math.min(retryAfter(answer), LONGEST_WAIT) * 1_000);
    }
  }

  /** A call that must succeed with a body of this shape. */
  async ok<T>(shape: z.ZodType<T>, path: string, call: Call = {}): Promise<T> {
    const answer = await this.call(path, call);
    const what = `${call.body === undefined ? 'GET' : 'POST'} ${path.split('?')[0] ?? path}`;
    must(
      answer.status >= 200 && answer.status < 300,
      `${what}: trả lời ${String(answer.status)}${codeOf(answer)}`,
      `${what}: answered ${String(answer.status)}${codeOf(answer)}`,
    );
    const read = shape.safeParse(answer.json);
    if (read.success) return read.data;
    const where = read.error.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`).slice(0, 3);
    throw new Broken({
      vi: `${what}: nội dung trả lời sai cấu trúc (${where.join('; ')})`,
      en: `${what}: the answer has the wrong shape (${where.join('; ')})`,
    });
  }

  /** A call that must be refused with this status, and with this problem code when one is given (RFC 9457). */
  async refused(status: number, code: string | null, path: string, call: Call = {}): Promise<void> {
    const answer = await this.call(path, call);
    const what = `${call.body === undefined ? 'GET' : 'POST'} ${path.split('?')[0] ?? path}`;
    const wanted = code === null ? String(status) : `${String(status)} ${code}`;
    const found = `${String(answer.status)}${codeOf(answer)}`;
    must(
      answer.status === status && (code === null || codeOf(answer) === ` ${code}`),
      `${what}: cần ${wanted}, nhận ${found}`,
      `${what}: wanted ${wanted}, got ${found}`,
    );
    must(
      /^application\/problem\+json\b/.test(answer.headers.get('content-type') ?? ''),
      `${what}: lỗi không theo RFC 9457 (application/problem+json)`,
      `${what}: the error is not RFC 9457 (application/problem+json)`,
    );
  }

  /** Sends a call whole and hangs up before a byte of the answer is read: the answer is lost on the way. */
  sendAndHangUp(path: string, body: unknown): Promise<void> {
    const url = new URL(`${this.url}/api/v1${path}`);
    return new Promise((resolve, reject) => {
      const call = (url.protocol === 'https:' ? overHttps : overHttp)(url, {
        method: 'POST',
        headers: this.#headers(true),
        agent: false,
      });
      call.once('error', reject);
      call.once('response', (answer) => {
        answer.destroy();
        resolve();
      });
      call.end(JSON.stringify(body));
    });
  }

  #headers(withBody: boolean): Record<string, string> {
    return {
      'accept-language': 'en',
      ...(this.key === null ? {} : { authorization: `Bearer ${this.key}` }),
      ...(withBody ? { 'content-type': 'application/json' } : {}),
    };
  }
}

function parsed(headers: Headers, bytes: Buffer): unknown {
  if (!/[/+]json\b/.test(headers.get('content-type') ?? '')) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function codeOf({ json }: Answer): string {
  const code = typeof json === 'object' && json !== null && 'code' in json ? json.code : undefined;
  return typeof code === 'string' ? ` ${code}` : '';
}
