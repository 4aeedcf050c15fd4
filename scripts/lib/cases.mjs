// Cases for the browser's checks, made as people make them: a report comes, somebody claims, classifies and proposes.
import { client, signIn, until } from './instance.mjs';

let count = 0;
const fresh = () => `${Date.now().toString(36)}${(count += 1).toString(36)}`;

/** People of the demonstration by their login, each signed in once. */
export const cast = ({ url, credentials }) => {
  const kept = new Map();
  return (login) => {
    if (!kept.has(login))
      kept.set(
        login,
        signIn(
          url,
          credentials.users.find((user) => user.login === login),
        ),
      );
    return kept.get(login);
  };
};

/** A person of the demonstration as `enter` takes them. */
export const person = ({ credentials }, login) => credentials.users.find((user) => user.login === login);

/** Opens a case by a report of a unit's analyst and gives it as it is; `name` in an address makes it one that nobody else has. */
export const openCase = async (analyst, { address = 'https://NAME.example.net/trang/1', ...report } = {}) => {
  const body = {
    channel: 'letter',
    province: 'lam-dong',
    note: 'Công văn đến',
    urls: [address.replace('NAME', `thu-${fresh()}`)],
    ...report,
  };
  const { reportId, position } = await analyst.ok('POST', '/reports', body);
  const { caseId } = await until('the report to be attached', async () => {
    const found = await analyst.ok('GET', `/reports/${reportId}?after=${position}`);
    return found.caseId ? found : false;
  });
  return analyst.ok('GET', `/cases/${caseId}`);
};

/** One command on a case as it stands now. */
export const decide = async (who, id, path, body = {}) => {
  const { version } = await who.ok('GET', `/cases/${id}`);
  return who.ok('POST', `/cases/${id}/${path}`, body, { 'if-match': `"${version}"` });
};

export const SOUND = {
  action: 'block-url',
  category: 'social-vice',
  legalBasis: 'luat-an-ninh-mang-2025',
  reasons: 'Trang mời học sinh đặt cược bằng thẻ điện thoại, có nút nạp tiền.',
  expiresInDays: 30,
};

/** A case with a proposal that waits for approval. */
export const proposeCase = async (analyst, proposal = {}, report = {}) => {
  const { id } = await openCase(analyst, report);
  await decide(analyst, id, 'claim');
  await decide(analyst, id, 'classify', { category: proposal.category ?? SOUND.category });
  await decide(analyst, id, 'propose', { ...SOUND, ...proposal });
  return analyst.ok('GET', `/cases/${id}`);
};

/** Changes a register the way it is changed: one administrator proposes, one of another unit approves. */
export const setEntry = async (one, other, kind, id, value) => {
  const { changeId } = await one.ok('POST', `/registers/${kind}`, { id, value });
  return other.ok('POST', `/registers/${kind}/${id}/approve`, { changeId });
};

/** The providers of the demonstration, each with its key. */
const providersOf = ({ url, credentials }) =>
  credentials.keys
    .filter(({ role }) => role === 'provider')
    .map(({ name, key }) => ({ name, key, ...client(url, { key }) }));

/** The first request about a host that a provider has, and who that is; `kind`: to block, or to lift. */
export const requestFor = (given, host, kind) =>
  until(`a request to ${kind} ${host}`, async () => {
    for (const provider of providersOf(given)) {
      const { items } = await provider.ok('GET', '/requests/overview?limit=200');
      const found = items.find((item) => item.kind === kind && JSON.stringify(item.target).includes(host));
      if (found) return { ...found, provider };
    }
    return false;
  });

/** A case whose order asks a provider to remove something by letter: with the letter, its one request and the link in its row. */
export const caseByLetter = async (analyst, approver) => {
  const { id, proposal } = await proposeCase(analyst, { action: 'remove-content' });
  await decide(approver, id, 'approve', { digest: proposal.digest });
  return until('the letter to be numbered', async () => {
    const { order } = await analyst.ok('GET', `/cases/${id}`);
    const { items } = await analyst.ok('GET', '/letters?limit=5');
    const details = await Promise.all(items.map((one) => analyst.ok('GET', `/letters/${one.id}`)));
    const letter = details.find(({ items: rows }) => rows.some((row) => row.case === id));
    if (!order || !letter) return false;
    const request = letter.items.find((row) => row.case === id);
    const csv = await analyst.ok('GET', `/letters/${letter.id}/files/csv`);
    const row = csv.split('\r\n').find((line) => line.includes(request.reference));
    return { id, order, letter, request, link: new URL(/https:[^",]+\/tra-loi\/[\w-]+/.exec(row)[0]).pathname };
  });
};

/** A case whose order a provider has carried out: in force, with its reference. */
export const caseInForce = async (given, analyst, approver, report = {}) => {
  const { id, proposal, target } = await proposeCase(analyst, {}, report);
  await decide(approver, id, 'approve', { digest: proposal.digest });
  const { id: request, provider } = await requestFor(given, target.host, 'block');
  await provider.ok('POST', `/requests/${request}/enforced`, {});
  return until('the case to be in force', async () => {
    const view = await analyst.ok('GET', `/cases/${id}`);
    return view.status === 'in-force' && view.order?.reference ? view : false;
  });
};

/** Whoever is affected asks for review with an order's reference. */
export const askForReview = async ({ url }, { order, id }, approver, reason) => {
  await client(url).ok('POST', '/appeals', { reference: order.reference, reason });
  await until('the review to be listed', async () =>
    (await approver.ok('GET', '/cases?review=pending&limit=200')).items.some((item) => item.id === id),
  );
};
