import { spawn, type ChildProcess } from 'node:child_process';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES_OF_THE_HOUSE, serviceLogins } from '#apps/lachan';
import { packagePath } from '#libs/event-store';
import { Product } from './product.js';

const LOADER = pathToFileURL(packagePath('libs/testing/jest/register.mjs')).href;
const MAIN = packagePath('apps/lachan/src/main.ts');
/** A stop waits for what it holds, which here takes no time; a poll would wait 55 s (ms). */
const SOON = 10_000;

/** One service in a process of its own, with its own login to the database. */
class Apart {
  #output = '';
  readonly ended: Promise<number | null>;

  constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()));
    }
    this.ended = new Promise((resolve) => child.once('exit', resolve));
  }

  async url(): Promise<string> {
    const line = await until(() => {
      if (this.child.exitCode !== null) throw new Error(`it ended: ${this.#output}`);
      return /listening on (http:\/\/\S+)/.exec(this.#output)?.[1];
    });
    return line;
  }

  terminate(signal: NodeJS.Signals = 'SIGTERM'): void {
    this.child.kill(signal);
  }
}

const until = async <T>(ask: () => T | undefined | Promise<T | undefined>): Promise<T> => {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

interface Held {
  readonly call: ClientRequest;
  readonly answer: Promise<{ status: number; body: Record<string, unknown> }>;
}

/** A call that the server has begun to work at: it said 100 Continue. Its body is sent by whoever holds it. */
const begun = async (url: string, options: { method: string; key: string; length?: number }): Promise<Held> => {
  const { method, key, length } = options;
  const call = request(url, {
    method,
    agent: false,
    headers: {
      authorization: `Bearer ${key}`,
      expect: '100-continue',
      ...(length === undefined ? {} : { 'content-type': 'application/json', 'content-length': length }),
    },
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    call.once('response', resolve);
    call.once('error', reject);
  }).then(async (response) => {
    let text = '';
    for await (const chunk of response) text += String(chunk);
    return { status: response.statusCode ?? 0, body: JSON.parse(text) as Record<string, unknown> };
  });
  // Looked at after the process was asked to end.
  answer.catch(() => undefined);
  const entered = new Promise<void>((resolve) => call.once('continue', resolve));
  call.flushHeaders();
  await Promise.race([entered, answer]);
  return { call, answer };
};

describe('a service in a process of its own that is asked to end', () => {
  let product: Product;
  let urlOf: Awaited<ReturnType<typeof serviceLogins>>;
  const children: Apart[] = [];
  const keyOf = (role: string): string => product.credentials.keys.find((key) => key.role === role)?.key ?? '';

  const start = (service: 'intake' | 'dispatch'): Apart => {
    const { PATH = '', HOME = '' } = process.env;
    const env = {
      ...{ PATH, HOME, LOG_LEVEL: 'error', PORT: '0', LACHAN_MODE: 'demo', LACHAN_DATA_DIR: product.dataDir },
      DATABASE_URL: urlOf(service),
      LACHAN_MASTER_KEY: Buffer.alloc(32, 9).toString('base64'),
      LACHAN_DEDUPE_SECRET: product.secret,
    };
    const child = new Apart(
      spawn(process.execPath, ['--import', LOADER, MAIN, 'start', '--services', service], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
    children.push(child);
    return child;
  };

  /** It takes nobody new any more. */
  const isStopping = (url: string): Promise<true> =>
    until(() =>
      fetch(`${url}/health/ready`).then(
        (answer) => (answer.ok ? undefined : true),
        () => true as const,
      ),
    );

  beforeAll(async () => {
    product = await Product.start();
    urlOf = await serviceLogins(product.database.url, SERVICES_OF_THE_HOUSE);
  }, 120_000);
  afterAll(async () => {
    for (const child of children) child.terminate('SIGKILL');
    await product.close();
  });

  it('gives every report it holds its receipt, each once in the log, and ends with 0', async () => {
    const intake = start('intake');
    const url = await intake.url();
    const bodies = Array.from({ length: 12 }, (_, n) =>
      Buffer.from(JSON.stringify({ urls: [`http://dung-lai-${String(n)}.example.test/`], note: 'Gửi lúc dừng.' })),
    );
    const held = await Promise.all(
      bodies.map((body) =>
        begun(`${url}/api/v1/reports`, { method: 'POST', key: keyOf('channel'), length: body.length }),
      ),
    );
    held.forEach(({ call }, n) => call.write(bodies[n]?.subarray(0, 20)));
    const asked = performance.now();
    intake.terminate();
    await isStopping(url);
    held.forEach(({ call }, n) => call.end(bodies[n]?.subarray(20)));
    const answers = await Promise.all(held.map(({ answer }) => answer));
    expect(await intake.ended).toBe(0);
    expect(performance.now() - asked).toBeLessThan(SOON);
    expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 202));
    const ids = answers.map(({ body }) => String(body['reportId']));
    const { rows } = await product.database
      .poolFor('ledger')
      .query<{ stream: string; events: number }>(
        "select stream, count(*)::int as events from es.log where type = 'ReportReceived' and stream = any ($1) group by 1",
        [ids.map((id) => `report-${id}`)],
      );
    expect(rows.map(({ stream, events }) => `${stream} ${String(events)}`).sort()).toEqual(
      ids.map((id) => `report-${id} 1`).sort(),
    );
  }, 120_000);

  it('answers every poll that waits, with a cursor to go on from, and ends with 0', async () => {
    const dispatch = start('dispatch');
    const url = await dispatch.url();
    const end = await fetch(`${url}/api/v1/requests`, { headers: { authorization: `Bearer ${keyOf('provider')}` } });
    const { cursor } = (await end.json()) as { cursor: string };
    const polls = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const poll = await begun(`${url}/api/v1/requests?wait=55&cursor=${encodeURIComponent(cursor)}`, {
          method: 'GET',
          key: keyOf('provider'),
        });
        poll.call.end();
        return poll;
      }),
    );
    const asked = performance.now();
    dispatch.terminate();
    const answers = await Promise.all(polls.map(({ answer }) => answer));
    expect(await dispatch.ended).toBe(0);
    expect(performance.now() - asked).toBeLessThan(SOON);
    expect(answers.map(({ status, body }) => [status, body['items'], typeof body['cursor']])).toEqual(
      polls.map(() => [200, [], 'string']),
    );
  }, 120_000);
});
