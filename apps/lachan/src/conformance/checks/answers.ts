import { randomUUID } from 'node:crypto';
import { AnswerResult, PROVIDER_REFUSALS, keysOf } from '#libs/contracts';
import type { RequestView } from '#libs/contracts';
import { must } from '../broken.js';
import type { Check } from '../check.js';
import type { Rig } from '../rig.js';

/** Sends one answer twice under one Idempotency-Key; both must say the same. */
async function twice(rig: Rig, id: string, what: string, body: object, state: RequestView['state']): Promise<void> {
  const headers = { 'idempotency-key': randomUUID() };
  const first = await rig.api.ok(AnswerResult, `/requests/${id}/${what}`, { body, headers });
  const again = await rig.api.ok(AnswerResult, `/requests/${id}/${what}`, { body, headers });
  must(
    first.state === state && again.state === state && first.version === again.version,
    `${what} gửi hai lần: lần một ${first.state} (${String(first.version)}), lần hai ${again.state} (${String(again.version)}), cần ${state}`,
    `${what} sent twice: first ${first.state} (${String(first.version)}), then ${again.state} (${String(again.version)}), wanted ${state}`,
  );
}

/** Test blocks that the provider has fetched. */
async function fetched(rig: Rig, count: number): Promise<string[]> {
  const start = await rig.begin();
  const made = await rig.block(count);
  await rig.drain(start, 100);
  return made;
}

export const ANSWERS: readonly Check[] = [
  {
    name: 'answers-twice',
    vi: 'Câu trả lời gửi lặp không đổi gì và nhận cùng lời',
    en: 'an answer sent again changes nothing and is told the same',
    run: async (rig) => {
      const [id = ''] = await fetched(rig, 1);
      await twice(rig, id, 'acknowledge', {}, 'acknowledged');
      await twice(rig, id, 'enforced', {}, 'enforced');
      return undefined;
    },
  },
  {
    name: 'answer-lost',
    vi: 'Gửi câu trả lời rồi mất kết nối: gửi lại vẫn được nhận, trạng thái đúng',
    en: 'an answer whose reply was lost on the way can be sent again, and the state is right',
    run: async (rig) => {
      const [id = ''] = await fetched(rig, 1);
      await rig.api.sendAndHangUp(`/requests/${id}/enforced`, {});
      await rig.api.ok(AnswerResult, `/requests/${id}/enforced`, { body: {} });
      const { state } = await rig.view(id);
      must(state === 'enforced', `trạng thái là ${state}, cần enforced`, `the state is ${state}, wanted enforced`);
      return undefined;
    },
  },
  {
    name: 'answers-bulk',
    vi: 'Trả lời hàng loạt: kết quả theo đúng thứ tự, một câu sai không cản câu khác',
    en: 'bulk answers: outcomes in the order of the answers, a wrong one does not hold up the others',
    run: async (rig) => {
      const [one = '', two = ''] = await fetched(rig, 2);
      const outcomes = await rig.answerAll([
        { id: one, answer: 'acknowledge' },
        { id: randomUUID(), answer: 'acknowledge' },
        { id: two, answer: 'enforced' },
      ]);
      const said = outcomes.map((outcome) => (outcome.ok ? `${outcome.id} ${outcome.state}` : outcome.problem));
      must(
        said.join() === [`${one} acknowledged`, 'not-found', `${two} enforced`].join(),
        `kết quả không khớp: ${said.join(', ')}`,
        `the outcomes do not fit: ${said.join(', ')}`,
      );
      return undefined;
    },
  },
  {
    name: 'contradictions',
    vi: 'Câu trả lời sai loại hoặc mâu thuẫn với câu trước bị từ chối (409)',
    en: 'an answer of the wrong kind, or one that contradicts the last, is refused (409)',
    run: async (rig) => {
      const [id = ''] = await fetched(rig, 1);
      await rig.api.refused(409, 'wrong-kind', `/requests/${id}/lifted`, { body: {} });
      await rig.api.ok(AnswerResult, `/requests/${id}/enforced`, { body: {} });
      const refusal = { code: 'technical', reason: 'mâu thuẫn' };
      await rig.api.refused(409, 'already-answered', `/requests/${id}/refused`, { body: refusal });
      return undefined;
    },
  },
  {
    name: 'refusal-codes',
    vi: 'Mọi mã từ chối được nhận và giữ nguyên; mã lạ hoặc thiếu lý do bị từ chối',
    en: 'every refusal code is taken and kept; an unknown one, or none of the reasons, is refused',
    run: async (rig) => {
      const codes = keysOf(PROVIDER_REFUSALS);
      const made = await fetched(rig, codes.length + 1);
      const last = made.at(-1) ?? '';
      await rig.api.refused(400, 'invalid-request', `/requests/${last}/refused`, {
        body: { code: 'khac', reason: 'x' },
      });
      await rig.api.refused(400, 'invalid-request', `/requests/${last}/refused`, { body: { code: 'technical' } });
      for (const [at, code] of codes.entries()) {
        const id = made[at] ?? '';
        await rig.api.ok(AnswerResult, `/requests/${id}/refused`, { body: { code, reason: 'phép thử' } });
        const { state, refusal } = await rig.view(id);
        must(
          state === 'refused' && refusal?.code === code,
          `đã từ chối với mã ${code}, xem lại là ${state} ${refusal?.code ?? ''}`,
          `refused with ${code}, read back as ${state} ${refusal?.code ?? ''}`,
        );
      }
      return undefined;
    },
  },
];
