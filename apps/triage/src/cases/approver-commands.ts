import { Injectable } from '@nestjs/common';
import type { ApproveProposal, DecideReview, ReopenCase, ReturnProposal } from '#libs/contracts';
import { cases } from '#libs/domain';
import { AnalystCommands, releasing } from './analyst-commands.js';
import { CaseRunner, type CaseCall, type Done } from './case-runner.js';
import { MandateLookup } from './mandate-facts.js';

/** What the second pair of eyes does, and what comes back to be looked at again. */
@Injectable()
export class ApproverCommands {
  constructor(
    private readonly runner: CaseRunner,
    private readonly lookup: MandateLookup,
    private readonly analyst: AnalystCommands,
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
      const decision = cases.decide({ type: 'approve', by: officer, now, digest: body.digest, facts }, state);
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
      const reviewId = (state.status === 'in-force' ? state.reviews[0]?.reviewId : undefined) ?? '';
      return cases.decide(
        { type: 'decideReview', by: officer, now, reviewId, outcome: body.outcome, reason: body.reason },
        state,
      );
    });
  }
}
