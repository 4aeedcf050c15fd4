import { until } from '../../scripts/lib/instance.mjs';

const CHANNEL = 'Tổ theo dõi Hà Nội';
const UNIT = 'trung-tam-xu-ly-ha-noi';

const proposal = {
  action: 'block-host',
  category: 'social-vice',
  legalBasis: 'luat-tre-em-2016',
  reasons: 'Trang lôi kéo học sinh đánh bạc, đã đối chiếu hai phản ánh độc lập.',
  proportionality: 'Tên máy chủ này không phục vụ nội dung nào khác.',
  expiresInDays: 90,
};

/** Runs `work` over a list, `lanes` at a time. */
export const inLanes = async (list, lanes, work) => {
  const results = new Array(list.length);
  let next = 0;
  const lane = async () => {
    while (next < list.length) {
      const index = next;
      next += 1;
      results[index] = await work(list[index], index);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
};

/**
 * Cases that wait for their approver, each on a host of its own: reported, claimed, classified and proposed over HTTP.
 * Resolves with `{ host, approve() }` for each, where `approve` is the one call that is left.
 */
export const proposedCases = async (product, count, tag) => {
  const channel = product.withKey('channel', CHANNEL);
  const analyst = await product.signIn('analyst', UNIT);
  const approver = await product.signIn('approver', UNIT);
  const hosts = Array.from({ length: count }, (_, index) => `${tag}-${index}.example.test`);
  const ready = await inLanes(hosts, 4, async (host) => {
    const { reportId } = await channel.ok('POST', '/reports', { urls: [`http://${host}/`], province: 'ha-noi' });
    const id = await until(
      'the case of a report',
      async () => (await channel.ok('GET', `/reports/${reportId}`)).caseId,
    );
    const command = async (name, body) => {
      const { version } = await analyst.ok('GET', `/cases/${id}`);
      return analyst.ok('POST', `/cases/${id}/${name}`, body, { 'if-match': `"${version}"` });
    };
    await command('claim', {});
    await command('classify', { category: proposal.category });
    await command('propose', proposal);
    const { version, proposal: pending } = await approver.ok('GET', `/cases/${id}`);
    const approve = () =>
      approver.ok('POST', `/cases/${id}/approve`, { digest: pending.digest }, { 'if-match': `"${version}"` });
    return { host, approve };
  });
  await product.idle();
  return ready;
};
