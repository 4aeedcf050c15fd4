import { Injectable } from '@nestjs/common';
import type { Category, ProblemCode, ReferCase, ReferralEvent, ReferralRecipient } from '#libs/contracts';
import { plusMinutes, referralOf, referrals } from '#libs/domain';
import { EventStore } from '#libs/event-store';
import { RegistersReader } from '#libs/identity';
import { Ids } from '#libs/service-kit';
import type { CaseFileRead } from '../cases/case-files.js';
import { recipientFor } from '../people/recipients.js';

/** Where the deadline register has no row: a day to receive, seven to answer [ours]. */
const RECEIVE_MINUTES = 24 * 60;

interface Beside {
  readonly stream: string;
  readonly expectedVersion: number;
  readonly events: readonly ReferralEvent[];
}

type Sent =
  | { readonly ok: true; readonly referralId: string; readonly beside: readonly Beside[] }
  | { readonly ok: false; readonly refusal: ProblemCode; readonly detail?: string };

export const referralStream = (referralId: string): string => `referral-${referralId}`;

/** Sends matters on. A referral runs beside the decision: nothing of the case waits for it. */
@Injectable()
export class Referrals {
  constructor(
    private readonly store: EventStore,
    private readonly registers: RegistersReader,
    private readonly ids: Ids,
  ) {}

  /**
   * What a classification sends by itself: for categories that the police or the hotline must know. Where the register
   * has no such unit, the leading unit gets the step and has to find the recipient: a referral is never dropped silently.
   */
  async atClassification(file: CaseFileRead, category: Category, now: string): Promise<readonly Beside[]> {
    const rule = referralOf(category);
    if (rule === null || rule.when === 'where-crime') return [];
    const registers = await this.registers.now();
    const unit = recipientFor(registers, rule.recipient, file.state.province);
    const sent = await this.send(
      file,
      {
        recipient: unit === undefined ? 'unit' : rule.recipient,
        unit: unit ?? file.state.unit,
        category,
        reason: unit === undefined ? `Chưa có đơn vị nhận (${rule.recipient}) trong danh bạ` : 'Theo phân loại vụ việc',
      },
      now,
    );
    return sent.ok ? sent.beside : [];
  }

  /** What a person sends. Without a unit the register says who receives. */
  async byHand(file: CaseFileRead, body: ReferCase, now: string): Promise<Sent> {
    const registers = await this.registers.now();
    const unit =
      body.unit ??
      (body.recipient === 'unit' ? undefined : recipientFor(registers, body.recipient, file.state.province));
    if (unit === undefined || registers.get('unit', unit) === undefined) {
      return { ok: false, refusal: 'unknown-entry', detail: unit ?? body.recipient };
    }
    const category = file.state.classified?.category ?? null;
    return this.send(file, { recipient: body.recipient, unit, category, reason: body.reason }, now);
  }

  /** One referral per case and recipient: a second one to the same recipient is the first one. */
  private async send(
    file: CaseFileRead,
    to: { recipient: ReferralRecipient; unit: string; category: Category | null; reason: string },
    now: string,
  ): Promise<Sent> {
    const referralId = this.ids.v5(`referral:${file.id}:${to.recipient}:${to.unit}`);
    const history = await this.store.readStream(referralStream(referralId), { limit: 1 });
    if (history.length > 0) return { ok: true, referralId, beside: [] };
    const registers = await this.registers.now();
    const minutes = registers.deadline('referral-receive', file.row.priority)?.minutes ?? RECEIVE_MINUTES;
    const decision = referrals.decide(
      { type: 'send', caseId: file.id, referralId, ...to, receiveBy: plusMinutes(now, minutes) },
      { status: 'none' },
    );
    if (!decision.ok) return decision;
    const beside = [{ stream: referralStream(referralId), expectedVersion: 0, events: decision.events }];
    return { ok: true, referralId, beside };
  }
}
