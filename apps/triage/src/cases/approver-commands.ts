import { Injectable } from '@nestjs/common';
import type {
  ApproveProposal,
  DecideReview,
  PassApproval,
  RecordOwnView,
  ReopenCase,
  ReturnProposal,
} from '#libs/contracts';
import { cases } from '#libs/domain';
import { AnalystCommands, releasing } from './analyst-commands.js';
import { CaseRunner, type CaseCall, type Done } from './case-runner.js';
import { Colleagues } from '../people/colleagues.js';
import { WorkRules } from '../people/work-rules.js';
import { MandateLookup } from './mandate-facts.js';

/** What the second pair of eyes does, and what comes back to be looked at again. */
@Injectable()
export class ApproverCommands {
  constructor(
    private readonly runner: CaseRunner,
    private readonly lookup: MandateLookup,
    private readonly analyst: AnalystCommands,
    private readonly colleagues: Colleagues,
    private readonly rules: WorkRules,
  ) {}

  /** Approves exactly the proposal whose digest was read; every wall is asked again with the registers of this moment. */
  approve(call: CaseCall, body: ApproveProposal): Promise<Done> {
    return this.runner.run(call, async ({ file, officer, now }) => {
      const { state } = file;
      const pending = state.status === 'awaiting-approval' ? state.pending : null;
      const proposal = pending?.proposal ?? null;
      const target = proposal === null ? undefined : state.targets[proposal.targetIndex];
      // Without a pending proposal the decider refuses, or stays quiet, before it looks at these.
      const facts =
        pending === null || proposal === null || target?.state !== 'accepted'
          ? { guard: { guarded: false } as const, competence: { verdict: 'nobody' } as const }
          : // Competence is the proposing unit's: it is what the proposal was read with.
            await this.lookup.factsFor(proposal, target, pending.proposedBy.unit, now);
      const blind = await this.rules.blindSecondLook(state.unit);
      const decision = cases.decide({ type: 'approve', by: officer, now, digest: body.digest, facts, blind }, state);
      return releasing(file, decision);
    });
  }

  agree(call: CaseCall, body: ApproveProposal): Promise<Done> {
    return this.runner.run(call, ({ file, officer, now }) =>
      cases.decide({ type: 'agreeAsSecondUnit', by: officer, now, digest: body.digest }, file.state),
    );
  }

  /** Gives the proposal back with a reason; the digest that was read is the pending one, which `If-Match` guarantees. */
  returnProposal(call: CaseCall, body: ReturnProposal): Promise<Done> {
    return this.runner.run(call, ({ file, officer, now }) => {
      const { state } = file;
      const digest = state.status === 'awaiting-approval' ? state.pending.digest : '';
      return cases.decide({ type: 'returnProposal', by: officer, now, digest, reason: body.reason }, state);
    });
  }

  /** Returned without a verdict: to another approver of the leading unit, who is not one of its writers. */
  passOn(call: CaseCall, { digest, to, reason }: PassApproval): Promise<Done> {
    return this.runner.run(call, async ({ file, officer, now }) => {
      const other = await this.colleagues.find(to);
      if (other === undefined || !(await this.colleagues.worksIn(to, file.state.unit, 'approver'))) {
        return { ok: false, refusal: 'unknown-person', detail: to };
      }
      const next = { person: other.id, human: other.human };
      return cases.decide({ type: 'passApproval', by: officer, now, digest, to: next, reason }, file.state);
    });
  }

  /** An approver's own view; from then on the proposer's name and reasons are shown to them. */
  recordOwnView(call: CaseCall, { digest, opinion, note }: RecordOwnView): Promise<Done> {
    return this.runner.run(call, ({ file, officer, now }) =>
      cases.decide({ type: 'recordOwnView', by: officer, now, digest, opinion, note }, file.state),
    );
  }

  reopen(call: CaseCall, body: ReopenCase): Promise<Done> {
    const { reason } = body;
    if (reason === undefined) return this.analyst.undoDismissal(call);
    return this.runner.run(call, ({ file, officer, now }) =>
      cases.decide({ type: 'reopen', by: officer, now, reason }, file.state),
    );
  }

  /** Decides the oldest pending request for review. */
  decideReview(call: CaseCall, body: DecideReview): Promise<Done> {
    return this.runner.run(call, ({ file, officer, now }) => {
      const { state } = file;
      const reviewId = ('reviews' in state ? state.reviews[0]?.reviewId : undefined) ?? '';
      return cases.decide(
        { type: 'decideReview', by: officer, now, reviewId, outcome: body.outcome, reason: body.reason },
        state,
      );
    });
  }
}
