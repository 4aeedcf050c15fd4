import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ChangeProposed, KeyIssued, RegisterList } from '#libs/contracts';
import { lachan } from './cli.js';
import { Product } from './product.js';

interface Found {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly checks: readonly {
    readonly name: string;
    readonly outcome: string;
    readonly why?: { readonly en: string };
  }[];
}

let product: Product;
let keys: { LACHAN_KEY: string; LACHAN_SECOND_KEY: string };

beforeAll(async () => {
  product = await Product.start();
  const first = product.credentials.keys.find(({ role }) => role === 'sandbox');
  const { items } = await product.ok<RegisterList>('quan-tri-mot', '/registers/provider');
  const value = items.find(({ id }) => id === 'thu-nghiem')?.value;
  const { changeId } = await product.ok<ChangeProposed>('quan-tri-mot', '/registers/provider', {
    body: { id: 'thu-nghiem-khac', value },
  });
  await product.ok('quan-tri-hai', '/registers/provider/thu-nghiem-khac/approve', { body: { changeId } });
  const body = { name: 'Thử nghiệm khác', role: 'sandbox', provider: 'thu-nghiem-khac' };
  const second = await product.ok<KeyIssued>('quan-tri-mot', '/keys', { body });
  keys = { LACHAN_KEY: first?.key ?? '', LACHAN_SECOND_KEY: second.key };
}, 120_000);
afterAll(() => product.close());

describe('the conformance kit against this product', () => {
  it('finds every promise kept, through the command an engineer of a provider runs', async () => {
    const before = (await product.events()).length;
    const { code, json } = await lachan(['conformance', '--url', product.url, '--json'], keys);
    const found = json() as Found;
    expect(found.checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(found.checks.filter(({ outcome }) => outcome === 'skipped').map(({ name }) => name)).toEqual([
      'canary-resolver',
    ]);
    expect(code).toBe(0);
    // Nobody was harmed: not one request was made in the log.
    const made = (await product.events()).slice(before).filter(({ stream }) => !stream.startsWith('access-'));
    expect(made).toEqual([]);
  }, 60_000);

  it('tells a person line by line, and a script by the exit code', async () => {
    const provider = product.credentials.keys.find(({ role }) => role === 'provider')?.key ?? '';
    const args = ['conformance', '--url', product.url, '--only', 'key', 'ordering'];
    const { code, out } = await lachan([...args, '--key', provider]);
    expect(code).toBe(1);
    expect(out).toMatch(/^✓ key: /m);
    expect(out).toMatch(/^✗ ordering: [^\n]+\n {4}POST \/sandbox\/requests: trả lời 403 forbidden · /m);
    expect((await lachan(['conformance', '--url', product.url, '--only', 'nothing', '--key', 'x'])).code).toBe(2);
    expect((await lachan(['conformance', '--url', 'ftp://x', '--key', 'x'])).code).toBe(2);
    expect((await lachan(['conformance', '--url', product.url])).code).toBe(2);
  });
});
