import { client } from '../../scripts/lib/instance.mjs';
import { inLanes } from './cases.mjs';

/** Providers beyond the demonstration's, each proposed by one administrator, approved by the other, and given a key. */
export const moreProviders = async (product, count) => {
  const [proposer, approver] = await Promise.all(
    product.credentials.users
      .filter(({ role }) => role === 'administrator')
      .map(({ unit }) => product.signIn('administrator', unit)),
  );
  const names = Array.from({ length: count }, (_, index) => `mang-${index + 1}`);
  const value = (id) => ({
    name: `Mạng ${id}`,
    kind: 'isp',
    expresses: ['block-url', 'block-host', 'block-domain'],
    platforms: [],
    provinces: null,
    sandbox: false,
    contact: `truc-ban@${id}.example`,
    validFrom: '2021-06-01T00:00:00.000Z',
    validTo: null,
  });
  return inLanes(names, 4, async (id) => {
    const { changeId } = await proposer.ok('POST', '/registers/provider', { id, value: value(id) });
    await approver.ok('POST', `/registers/provider/${id}/approve`, { changeId });
    const { key } = await proposer.ok('POST', '/keys', { name: id, role: 'provider', provider: id });
    return { id, key, client: client(product.url, { key }) };
  });
};
