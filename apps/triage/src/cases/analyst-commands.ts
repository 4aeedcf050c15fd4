import { Injectable } from '@nestjs/common';
import type {
  AddNote,
  AnswerLetter,
  AssignCase,
  ClassifyCase,
  CorrectTarget,
  DismissCase,
  MergeCase,
  ProposeTakedown,
  ReferCase,
  RegisterDocument,
} from '#libs/contracts';
import { actsFor, cases, claims, plusMinutes, type CaseCommand } from '#libs/domain';
import { RegistersReader } from '#libs/identity';
import { Ids, Problem } from '#libs/service-kit';
import { Colleagues } from '../people/colleagues.js';
import { WorkRules } from '../people/work-rules.js';
import { Referrals } from '../referrals/referrals.js';
import { CaseFiles, type CaseFileRead } from './case-files.js';
import { CaseRunner, type CaseCall, type CommandContext, type Done, type Outcome } from './case-runner.js';
import { MandateLookup } from './mandate-facts.js';
import { dismissalOf } from './dismissal.js';
import { buildProposal, digestOf } from './proposal.js';
import { storedTarget } from './stored-target.js';

/** A claim lasts so long where the deadline register has no row for `claim-lease` [ours]. */
const LEASE_MINUTES = 30;

/** What analysts do with a case they hold. */
@Injectable()
export class AnalystCommands {
  constructor(
    private readonly runner: CaseRunner,
    private readonly files: CaseFiles,
    private readonly lookup: MandateLookup,
    private readonly referrals: Referrals,
    private readonly registers: RegistersReader,
    private readonly rules: WorkRules,
    private readonly colleagues: Colleagues,
    private readonly ids: Ids,
  ) {}

  claim(call: CaseCall): Promise<Done> {
    return this.runner.run(call, async ({ file, officer, now }) => {
      const leaseMinutes = await this.lease(file);
      const about = { unit: file.state.unit, status: file.state.status };
      return ofClaim(
        claims.decide({ type: 'claim', caseId: file.id, by: officer, now, leaseMinutes, case: about }, file.claim),
      );
    });
  }

  renew(call: CaseCall): Promise<Done> {
    return this.runner.run(call, async ({ file, officer, now }) =>
      ofClaim(claims.decide({ type: 'renew', by: officer, now, leaseMinutes: await this.lease(file) }, file.claim)),
    );
  }

  release(call: CaseCall): Promise<Done> {
    return this.runner.run(call, ({ file, officer, now }) =>
      ofClaim(claims.decide({ type: 'release', by: officer, now, leadUnit: file.state.unit }, file.claim)),
    );
  }

  /** Classifies; a category that the police or the hotline must know is referred in the same append, beside the decision. */
  classify(call: CaseCall, body: ClassifyCase): Promise<Done> {
    return this.runner.run(call, async (context) => {
      const outcome = work(context, { type: 'classify', category: body.category });
      if (!outcome.ok || outcome.events.length === 0) return outcome;
      const beside = await this.referrals.atClassification(context.file, body.category, context.now);
      return { ...outcome, beside };
    });
  }

  async propose(call: CaseCall, body: ProposeTakedown): Promise<Done & { digest?: string }> {
    let digest: string | undefined;
    const done = await this.runner.run(call, async (context) => {
      const { file, officer, now } = context;
      const proposal = buildProposal(file.id, file.state.targets, body, now);
      if (proposal === 'no-target') return { ok: false, refusal: 'no-target' };
      if (proposal === 'no-scope') return { ok: false, refusal: 'guarded-target', detail: 'no-such-scope' };
      const target = file.state.targets[proposal.targetIndex];
      if (target?.state !== 'accepted') return { ok: false, refusal: 'no-target' };
      const { unknownProviders, ...facts } = await this.lookup.factsFor(proposal, target, officer.unit, now);
      digest = digestOf(proposal);
      const outcome = work(context, { type: 'propose', proposal, digest, facts });
      if (outcome.ok && outcome.events.length > 0 && unknownProviders.length > 0) {
        return { ok: false, refusal: 'unknown-provider', detail: unknownProviders.join(', ') };
      }
      return outcome;
    });
    return digest === undefined ? done : { ...done, digest };
  }

  withdrawProposal(call: CaseCall): Promise<Done> {
    return this.runner.run(call, ({ file, officer, now }) => {
      const decision = cases.decide({ type: 'withdrawProposal', by: officer, claim: file.claimFacts, now }, file.state);
      return decision.ok ? { ...decision, claim: 'assert' } : decision;
    });
  }

  async dismiss(call: CaseCall, body: DismissCase): Promise<Done & { undoUntil?: string }> {
    const words = dismissalOf(body);
    if (words === undefined) throw new Problem('invalid-request');
    let undoUntil: string | undefined;
    const done = await this.runner.run(call, async (context) => {
      const outcome = releasing(context.file, work(context, { type: 'dismiss', ...words }));
      if (outcome.ok && outcome.events.length > 0) {
        const seconds = await this.rules.undoSeconds(context.file.state.unit);
        undoUntil = plusMinutes(context.now, seconds / 60);
      }
      return outcome;
    });
    return undoUntil === undefined ? done : { ...done, undoUntil };
  }

  /** Takes back one's own dismissal of a moment ago, and gives the claim back in the same append. */
  undoDismissal(call: CaseCall): Promise<Done> {
    return this.runner.run(call, async ({ file, officer, now }) => {
      const { state } = file;
      const type = state.status === 'dismissed' ? 'CaseDismissed' : 'DismissalProposed';
      const since = file.events.findLast((event) => event.type === type)?.occurredAt ?? now;
      const seconds = await this.rules.undoSeconds(state.unit);
      const undone = cases.decide({ type: 'undoDismissal', by: officer, now, since, seconds }, state);
      if (!undone.ok || undone.events.length === 0) return undone;
      const leaseMinutes = await this.lease(file);
      const about = { unit: state.unit, status: 'open' } as const;
      const again = claims.decide(
        { type: 'claim', caseId: file.id, by: officer, now, leaseMinutes, case: about },
        file.claim,
      );
      return again.ok && again.events.length > 0 ? { ...undone, claimEvents: again.events } : undone;
    });
  }

  /** Reads by hand what the program could not; the link as reported stays with the report. */
  correctTarget(call: CaseCall, body: CorrectTarget): Promise<Done> {
    const target = storedTarget(body.url);
    return this.runner.run(call, (context) =>
      work(context, { type: 'correctTarget', targetIndex: body.targetIndex, target }),
    );
  }

  merge(call: CaseCall, body: MergeCase): Promise<Done> {
    return this.runner.run(call, async (context) => {
      const into = await this.files.find(body.into);
      if (into === undefined) return { ok: false, refusal: 'not-found' };
      if (!actsFor(context.officer, into.state.unit)) return { ok: false, refusal: 'foreign-unit' };
      const outcome = releasing(context.file, work(context, { type: 'merge', into: into.state }));
      return outcome.ok && outcome.events.length > 0 ? { ...outcome, into } : outcome;
    });
  }

  /** To a colleague, or handed over: then the other unit leads and the claim ends. */
  assign(call: CaseCall, body: AssignCase): Promise<Done> {
    return this.runner.run(call, async (context) => {
      const { file } = context;
      const unit = body.unit ?? file.state.unit;
      const registers = await this.registers.now();
      if (unit !== file.state.unit && registers.get('unit', unit) === undefined) {
        return { ok: false, refusal: 'unknown-entry', detail: unit };
      }
      const { person } = body;
      if (person !== undefined && !(await this.colleagues.worksIn(person, unit, 'analyst', 'approver'))) {
        return { ok: false, refusal: 'unknown-person', detail: `${person} in ${unit}` };
      }
      const outcome = work(context, { type: 'assign', unit, person: body.person ?? null, reason: body.reason });
      const keeps = unit === file.state.unit && (body.person ?? null) === (file.claimFacts?.holder ?? null);
      return keeps ? outcome : releasing(file, outcome);
    });
  }

  /** With an `Idempotency-Key` the same note is added once, however often it is sent. */
  async addNote(call: CaseCall, body: AddNote, key?: string): Promise<Done & { noteId: string }> {
    const noteId =
      key === undefined ? this.ids.v7() : this.ids.v5(`note:${JSON.stringify([call.caller.id, call.caseId, key])}`);
    const done = await this.runner.run(call, ({ file, officer, now }) =>
      cases.decide(
        { type: 'addNote', by: officer, now, noteId, visibility: body.visibility, text: body.text },
        file.state,
      ),
    );
    return { ...done, noteId };
  }

  /** Enters a paper's number and, once there is one, the signed copy's hash. */
  async registerDocument(call: CaseCall, body: RegisterDocument): Promise<Done & { documentId: string }> {
    const { kind, number, issuedOn, sha256 = null, title } = body;
    // The same entry sent twice is one: the id follows from what it is about.
    const documentId = this.ids.v5(`document:${JSON.stringify([call.caseId, kind, number, sha256])}`);
    const done = await this.runner.run(call, ({ file, officer, now }) =>
      cases.decide(
        { type: 'registerDocument', by: officer, now, documentId, kind, number, issuedOn, sha256, title },
        file.state,
      ),
    );
    return { ...done, documentId };
  }

  /** Hands what happened over to those whose matter it is; the case itself goes on. */
  async refer(call: CaseCall, body: ReferCase): Promise<Done & { referralId?: string }> {
    let referralId: string | undefined;
    const done = await this.runner.run(call, async ({ file, officer, now }) => {
      if (!actsFor(officer, file.state.unit)) return { ok: false, refusal: 'foreign-unit' };
      const sent = await this.referrals.byHand(file, body, now);
      if (!sent.ok) return sent;
      referralId = sent.referralId;
      return { ok: true, events: [], beside: sent.beside };
    });
    return referralId === undefined ? done : { ...done, referralId };
  }

  /** The authority that got the letter has answered: the case ends, with what it said as a note. */
  async answerLetter(call: CaseCall, body: AnswerLetter): Promise<Done> {
    const noteId = this.ids.v7();
    return this.runner.run(call, ({ file, officer, now }) => {
      const { state } = file;
      if (!actsFor(officer, state.unit)) return { ok: false, refusal: 'foreign-unit' };
      if (state.status !== 'letter-sent') return { ok: false, refusal: 'case-not-open', detail: state.status };
      const words = { visibility: 'internal', text: body.note } as const;
      const noted = cases.decide({ type: 'addNote', by: officer, now, noteId, ...words }, state);
      const closed = cases.decide({ type: 'close', outcome: 'authority-answered', order: null }, state);
      if (!noted.ok) return noted;
      return releasing(file, closed.ok ? { ok: true, events: [...noted.events, ...closed.events] } : closed);
    });
  }

  /** The length of a claim by the dated policy, 30 minutes without one. */
  private async lease({ row }: CaseFileRead): Promise<number> {
    const registers = await this.registers.now();
    return registers.deadline('claim-lease', row.priority)?.minutes ?? LEASE_MINUTES;
  }
}

type WorkCommand = Extract<CaseCommand, { claim: unknown }>;
type Words = WorkCommand extends infer C ? (C extends WorkCommand ? Omit<C, 'by' | 'claim' | 'now'> : never) : never;

/** Decides what is done under the claim; the append asserts the claim's version (fencing). */
function work({ file, officer, now }: CommandContext, words: Words): Outcome {
  const command = { ...words, by: officer, claim: file.claimFacts, now } as WorkCommand;
  const decision = cases.decide(command, file.state);
  return decision.ok ? { ...decision, claim: 'assert' } : decision;
}

/** A decision ends the work on the case: the claim is given back in the same append. */
export function releasing(file: CaseFileRead, outcome: Outcome): Outcome {
  if (!outcome.ok || outcome.events.length === 0 || file.claim.status === 'free') return outcome;
  const { caseId, person } = file.claim;
  return { ...outcome, claimEvents: [{ type: 'ClaimReleased', data: { caseId, person } }] };
}

function ofClaim(decision: ReturnType<typeof claims.decide>): Outcome {
  return decision.ok ? { ok: true, events: [], claimEvents: decision.events } : decision;
}
