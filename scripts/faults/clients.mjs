// Load as it is in earnest: channels report, people decide, providers answer. Everything goes into the journal before it is sent, and
// what was acknowledged once more before anybody counts on it. A broken call is repeated as a careful client repeats it.
import { client, signIn, until } from '../lib/instance.mjs';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const UNIT = 'trung-tam-xu-ly-ha-noi';
export const CHANNEL = 'Tổ theo dõi Hà Nội';
const PROPOSAL = {
  action: 'block-url',
  category: 'social-vice',
  legalBasis: 'luat-tre-em-2016',
  reasons: 'Trang lôi kéo học sinh đánh bạc, đã đối chiếu hai phản ánh độc lập.',
  proportionality: 'Đường dẫn này không phục vụ nội dung nào khác.',
  expiresInDays: 90,
};

/** Callers that speak to the service which answers a path. */
const callerOf = (urlOf, credentials) => {
  const call = (method, path, body, headers) => client(urlOf(path), credentials).call(method, path, body, headers);
  return { call };
};

/** Repeats until somebody answers for good: a refused connection, 5xx and 429 are no answers. `doubt` is asked first on a repetition. */
const persistently = async (call, doubt = async () => null) => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      if (attempt > 0) {
        const known = await doubt();
        if (known) return { status: 0, body: known };
      }
      const answer = await call();
      if (answer.status < 500 && answer.status !== 429) return answer;
    } catch {
      // nobody there, or it went while it answered
    }
    await pause(Math.min(20 * (attempt + 1), 200));
  }
};

/**
 * Starts the load; `halt()` lets what is under way come to its end and resolves with counts. `sequences` addresses are reported again
 * and again, one report after the other was acknowledged: their order is checked. `rest` (ms) between two of them.
 */
export const startLoad = async ({
  urlOf,
  credentials,
  journal,
  tag,
  sequences = 12,
  caseWorkers = 3,
  providers = true,
  most = Infinity,
  rest = 0,
}) => {
  const key = credentials.keys.find(({ name }) => name === CHANNEL).key;
  const channel = callerOf(urlOf, { key });
  const user = (role) => credentials.users.find((one) => one.role === role && one.unit === UNIT);
  const enter = async (role) => {
    const { cookie } = await until(`${role} to sign in`, () => signIn(urlOf('/session'), user(role)), { every: 500 });
    return callerOf(urlOf, { cookie });
  };
  const analyst = await enter('analyst');
  const approver = await enter('approver');
  const counts = { reports: 0, decisions: 0, answers: 0 };
  const errors = [];
  let halted = false;

  const acknowledged = async (kind, sequence, ...things) => {
    counts[kind] += 1;
    await journal.note({ acknowledged: things, sequence });
  };

  const report = async (sequence, url, name) => {
    await journal.note({ intended: name, sequence });
    const body = { urls: [url], note: `Phản ánh ${name} trong lúc thử sự cố.`, province: 'ha-noi' };
    const answer = await persistently(() => channel.call('POST', '/reports', body, { 'idempotency-key': name }));
    if (answer.status !== 202) throw new Error(`report ${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
    const { reportId } = answer.body;
    await acknowledged('reports', sequence, `ReportReceived report-${reportId}`, `ReportAttached ${reportId}`);
    return reportId;
  };

  const reporter = async (index) => {
    const url = `http://nguon-${tag}-${index}.example.test/bai`;
    for (let n = 0; !halted && n < most; n += 1) {
      await report(`${tag}-${index}`, url, `${tag}-${index}-${n}`);
      await pause(rest);
    }
  };

  const decide = async (who, id, path, body, type, done) => {
    await journal.note({ intended: `${path} ${id}`, sequence: `case ${id}` });
    const view = async () => {
      const { body: seen } = await persistently(() => who.call('GET', `/cases/${id}`));
      return seen;
    };
    const answer = await persistently(
      async () => who.call('POST', `/cases/${id}/${path}`, body, { 'if-match': `"${(await view()).version}"` }),
      async () => ((await done(await view())) ? view() : null),
    );
    if (answer.status === 0) return;
    if (answer.status >= 300) throw new Error(`${path} ${id}: ${answer.status} ${JSON.stringify(answer.body)}`);
    await acknowledged('decisions', `case ${id}`, `${type} case-${id}`);
  };

  const note = async (id, n) => {
    await journal.note({ intended: `note ${id} ${n}`, sequence: `case ${id}` });
    const headers = { 'idempotency-key': `${id}-${n}` };
    const answer = await persistently(() =>
      analyst.call('POST', `/cases/${id}/notes`, { visibility: 'internal', text: `Ghi chú ${n}.` }, headers),
    );
    if (answer.status >= 300) throw new Error(`note ${id}: ${answer.status} ${JSON.stringify(answer.body)}`);
    await acknowledged('decisions', `case ${id}`, `NoteAdded ${answer.body.noteId}`);
  };

  const caseOf = async (reportId) => {
    for (;;) {
      const { body } = await persistently(() => channel.call('GET', `/reports/${reportId}`));
      if (body.caseId) return body.caseId;
      await pause(30);
    }
  };

  const caseWorker = async (index) => {
    for (let n = 0; !halted && n < most; n += 1) {
      const name = `${tag}-vu-${index}-${n}`;
      const id = await caseOf(await report(name, `http://${name}.example.test/`, name));
      await persistently(
        () => analyst.call('POST', `/cases/${id}/claim`, {}),
        async () => (await analyst.call('GET', `/cases/${id}`)).body.claim,
      );
      await note(id, 1);
      await decide(
        analyst,
        id,
        'classify',
        { category: PROPOSAL.category },
        'CaseClassified',
        ({ category }) => category === PROPOSAL.category,
      );
      await note(id, 2);
      await decide(analyst, id, 'propose', PROPOSAL, 'TakedownProposed', ({ proposal }) => proposal);
      const { body } = await persistently(() => approver.call('GET', `/cases/${id}`));
      if (!body.proposal) throw new Error(`case ${id} lost its proposal: ${body.status}`);
      await decide(
        approver,
        id,
        'approve',
        { digest: body.proposal.digest },
        'ProposalApproved',
        ({ status }) => status !== 'awaiting-approval',
      );
    }
  };

  const provider = async ({ key: providerKey }) => {
    const who = callerOf(urlOf, { key: providerKey });
    let cursor = '';
    const answered = new Set();
    while (!halted) {
      const poll = await persistently(() =>
        who.call('GET', `/requests?wait=1${cursor && `&cursor=${encodeURIComponent(cursor)}`}`),
      );
      // As the protocol has it: a cursor that leads nowhere any more is exchanged for everything in force.
      const { status, body } =
        poll.status === 410 ? await persistently(() => who.call('GET', '/requests/snapshot')) : poll;
      if (status !== 200) throw new Error(`poll: ${status} ${JSON.stringify(body)}`);
      for (const { id } of body.items) {
        if (poll.status === 410 && answered.has(id)) continue;
        answered.add(id);
        for (const [step, type] of [
          ['acknowledge', 'RequestAcknowledged'],
          ['enforced', 'RequestEnforced'],
        ]) {
          await journal.note({ intended: `${step} ${id}` });
          const answer = await persistently(() => who.call('POST', `/requests/${id}/${step}`, {}));
          if (answer.status >= 300) throw new Error(`${step} ${id}: ${answer.status} ${JSON.stringify(answer.body)}`);
          await acknowledged('answers', `request ${id}`, `${type} request-${id}`);
        }
      }
      cursor = body.cursor ?? cursor;
    }
  };

  const work = [
    ...Array.from({ length: sequences }, (_, index) => reporter(index)),
    ...Array.from({ length: caseWorkers }, (_, index) => caseWorker(index)),
    ...(providers ? credentials.keys.filter(({ role }) => role === 'provider').map(provider) : []),
  ].map((one) => one.catch((error) => errors.push(error.message)));
  return {
    counts,
    errors,
    halt: async () => {
      halted = true;
      await Promise.all(work);
      return counts;
    },
  };
};
