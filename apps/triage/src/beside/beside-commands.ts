import { Injectable } from '@nestjs/common';
import type { BesideResult, RecordOutcome, ReferralEvent, SupportEvent, SupportNote } from '#libs/contracts';
import { plusMinutes, referrals, supports, type Officer } from '#libs/domain';
import type { RecordedEvent } from '#libs/event-store';
import { AccessLog, RegistersReader, type Principal } from '#libs/identity';
import { Problem } from '#libs/service-kit';
import { supportStream } from '../opening/support-opening.js';
import { referralStream } from '../referrals/referrals.js';
import { BesideRunner } from './beside-runner.js';

/** Where the deadline register has no row: seven days to answer a referral [ours]. */
const OUTCOME_MINUTES = 7 * 24 * 60;

/** What the receiving units do: receive, answer, reach the child. Nothing of the case waits for it. */
@Injectable()
export class BesideCommands {
  constructor(
    private readonly runner: BesideRunner,
    private readonly registers: RegistersReader,
    private readonly access: AccessLog,
  ) {}

  async receive(caller: Principal, id: string, ifMatch?: number): Promise<BesideResult> {
    const by = await this.recipient(caller);
    const registers = await this.registers.now();
    const minutes = registers.deadline('referral-outcome', 'critical')?.minutes ?? OUTCOME_MINUTES;
    return this.runner.run(
      { caller, attempt: 'receive-referral', stream: referralStream(id), id, ifMatch },
      (events, now) =>
        referrals.decide(
          { type: 'receive', by, outcomeBy: plusMinutes(now, minutes) },
          referrals.fold(events as unknown as ReferralEvent[]),
        ),
    );
  }

  async recordOutcome(caller: Principal, id: string, body: RecordOutcome, ifMatch?: number): Promise<BesideResult> {
    const by = await this.recipient(caller);
    return this.runner.run({ caller, attempt: 'record-outcome', stream: referralStream(id), id, ifMatch }, (events) =>
      referrals.decide(
        { type: 'recordOutcome', by, outcome: body.outcome, note: body.note ?? '' },
        referrals.fold(events as unknown as ReferralEvent[]),
      ),
    );
  }

  async support(
    caller: Principal,
    id: string,
    type: 'offer' | 'provide' | 'decline',
    body: SupportNote,
    ifMatch?: number,
  ): Promise<BesideResult> {
    const by = await this.recipient(caller);
    const decide = (events: readonly RecordedEvent[]) =>
      supports.decide({ type, by, note: body.note }, supports.fold(events as unknown as SupportEvent[]));
    return this.runner.run({ caller, attempt: `support-${type}`, stream: supportStream(id), id, ifMatch }, decide);
  }

  /** A person of the receiving unit, or the unit's own key (police, hotline). */
  private async recipient(caller: Principal): Promise<Officer> {
    if (caller.kind === 'public' || caller.unit === null) {
      await this.access.refused(caller, { attempt: 'beside', refusal: 'forbidden' });
      throw new Problem('forbidden');
    }
    const registers = await this.registers.now();
    return {
      person: caller.id,
      human: caller.human ?? caller.id,
      unit: caller.unit,
      roles: caller.roles,
      predecessors: registers.predecessors(caller.unit),
      delegation: null,
    };
  }
}
