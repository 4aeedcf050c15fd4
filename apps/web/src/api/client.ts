import { language } from '../words/language.js';
import type { Answers } from './answers.js';
import { readAfter, wrote } from './position.js';
import { offline, refusalFrom } from './refusal.js';
import { whileSaving } from './saving.js';
import { signInAgain } from './session-lost.js';

type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly query?: Query;
  readonly body?: unknown;
  /** The version that was read; sent as `If-Match`. */
  readonly version?: number;
  /** Waits until the answer has seen this person's own last command. */
  readonly afterMine?: boolean;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** On in development; a test switches it on in a production build by this key. */
const CHECKED = import.meta.env.DEV || localStorage.getItem('lachan.check') === 'on';

const addressOf = (path: string, query: Query, after: number | undefined): string => {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    for (const one of typeof value === 'object' ? value : [value]) parameters.append(name, String(one));
  }
  if (after !== undefined) parameters.set('after', String(after));
  const search = parameters.toString();
  return `/api/v1${path}${search === '' ? '' : `?${search}`}`;
};

const send = async (path: string, options: CallOptions): Promise<Response> => {
  const { method = 'GET', body, version, idempotencyKey, signal } = options;
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': language() };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (version !== undefined) headers['if-match'] = `"${String(version)}"`;
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
  try {
    return await fetch(addressOf(path, options.query ?? {}, options.afterMine ? readAfter() : undefined), {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw offline();
  }
};

const check = async (kind: keyof Answers, value: unknown): Promise<void> => {
  if (kind === 'nothing') return;
  const { CHECKS } = await import('./checks.js');
  const found = CHECKS[kind].safeParse(value);
  // eslint-disable-next-line no-console -- where answers are checked, a broken contract must be seen (tests fail on it)
  if (!found.success) console.error(`an answer breaks its contract: ${kind}`, found.error.issues);
};

/**
 * Calls the API. A lost session is asked for over the page and the call tried once more; every other refusal is thrown as
 * {@link Refusal}. The answer's type is the contract's; it is checked against the schema in development and in tests.
 */
export const call = async <K extends keyof Answers>(
  kind: K,
  path: string,
  options: CallOptions = {},
): Promise<Answers[K]> => {
  let answer = await send(path, options);
  if (answer.status === 401 && !path.startsWith('/session') && (await signInAgain()))
    answer = await send(path, options);
  if (!answer.ok) throw await refusalFrom(answer);
  const value: unknown = answer.status === 204 ? undefined : await answer.json();
  if (CHECKED) await check(kind, value);
  return value as Answers[K];
};

/** A command: counted as being saved until its receipt is there, and seen by this person's next reads. */
export const command = async <K extends keyof Answers>(
  kind: K,
  path: string,
  options: Omit<CallOptions, 'method'> & { readonly method?: 'POST' | 'DELETE' } = {},
): Promise<Answers[K]> => {
  const result = await whileSaving(call(kind, path, { method: 'POST', ...options }));
  const position = (result as { position?: unknown } | undefined)?.position;
  if (typeof position === 'number') wrote(position);
  return result;
};
