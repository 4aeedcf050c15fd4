import type { CaseView } from '#libs/contracts';
import type { HttpCaller } from '../http-caller.js';
import type { Cast } from './cast.js';
import type { Fate, PlannedCase, Side } from './plan.js';

type Answer = { readonly position: number; readonly version: number };

/** What is still on somebody's desk; everything else was done by the colleague. */
const ON_THE_DESK: readonly Fate[] = [
  'claimed',
  'classified',
  'merged',
  'awaiting-approval',
  'awaiting-dismissal',
  'returned',
];

/** Takes one sample case as far as its fate says, each step by the person whose step it is. */
export class CaseWalk {
  constructor(
    private readonly cast: Cast,
    private readonly id: string,
    private readonly planned: PlannedCase,
    private readonly legalBasis: string,
  ) {}

  async take(): Promise<void> {
    const { fate, side } = this.planned;
    const analyst = (ON_THE_DESK.includes(fate) ? this.cast.analyst : this.cast.colleague)[side];
    if (fate === 'open') return;
    await this.#send(analyst, 'claim', {});
    if (fate === 'claimed') return;
    if (fate === 'handed-over') return this.#handOver(analyst, side);
    await this.#send(analyst, 'classify', { category: this.planned.topic.category });
    if (fate === 'classified' || fate === 'merged') return;
    if (fate === 'dismissed' || fate === 'awaiting-dismissal') return this.#dismiss(analyst, side);
    await this.#propose(analyst);
    if (fate === 'awaiting-approval') return;
    const approver = this.cast.approver[side];
    const { proposal } = await this.#read(approver);
    if (fate === 'returned') {
      await this.#send(approver, 'return', { reason: 'Cần nêu rõ hơn vì sao biện pháp hẹp hơn không đủ.' });
      return;
    }
    await this.#send(approver, 'approve', { digest: proposal?.digest ?? '' });
  }

  async #propose(analyst: HttpCaller): Promise<void> {
    const { topic, fate } = this.planned;
    await this.#send(analyst, 'propose', {
      action: fate === 'letter-sent' ? 'block-domain' : topic.action,
      category: topic.category,
      legalBasis: fate === 'letter-sent' ? 'luat-tre-em-2016' : this.legalBasis,
      reasons: topic.reasons,
      ...(topic.harm && { harm: topic.harm }),
      ...(fate === 'letter-sent' && {
        proportionality: 'Mọi tên con đều phục vụ cùng một trò cá cược nhắm tới học sinh.',
      }),
      expiresInDays: 90,
    });
  }

  /** One person suffices for most; where a child may be in danger it takes a second one. */
  async #dismiss(analyst: HttpCaller, side: Side): Promise<void> {
    const body = { outcome: 'not-reachable', reason: 'Đã kiểm tra: nội dung không còn truy cập được.' };
    await this.#send(analyst, 'dismiss', body);
    const { status } = await this.#read(analyst);
    if (status === 'awaiting-dismissal' && this.planned.fate === 'dismissed')
      await this.#send(this.cast.approver[side], 'dismiss', body);
  }

  async #handOver(analyst: HttpCaller, side: Side): Promise<void> {
    await this.#send(analyst, 'assign', {
      unit: side === 'lam-dong' ? 'trung-tam-xu-ly-ha-noi' : 'to-theo-doi-lam-dong',
      reason: 'Trường và các em trong vụ việc thuộc địa bàn đơn vị bạn.',
    });
  }

  #read(who: HttpCaller): Promise<CaseView> {
    return who.call<CaseView>('GET', `/cases/${this.id}`);
  }

  async #send(who: HttpCaller, command: string, body: unknown): Promise<Answer> {
    const { version } = await this.#read(who);
    return who.call<Answer>('POST', `/cases/${this.id}/${command}`, body, { 'if-match': `"${String(version)}"` });
  }
}
