/** A caller of the instance's own API: the demonstration is made through the same commands as everything else. */
export interface HttpCaller {
  /** @throws {Refused} on any answer but 2xx. */
  readonly call: <T>(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<T>;
}

export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly status: number,
    what: string,
    readonly problem: string,
  ) {
    super(`${what} → ${String(status)} ${problem}`);
  }
}

/** Speaks for nobody, for a key, or for a session's cookie. */
export const httpCaller = (url: string, headers: Readonly<Record<string, string>> = {}): HttpCaller => ({
  call: async <T>(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    more: Readonly<Record<string, string>> = {},
  ) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers, ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Refused(answer.status, `${method} ${path}`, text.slice(0, 2_000));
    return (text === '' ? null : JSON.parse(text)) as T;
  },
});

/** Signs a person in and speaks for them from then on. */
export const signIn = async (url: string, login: string, password: string): Promise<HttpCaller> => {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  });
  if (!answer.ok) throw new Refused(answer.status, `sign in as ${login}`, await answer.text());
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return httpCaller(url, { cookie, origin: url });
};
