import { Injectable } from '@nestjs/common';
import type { RequestReview, SchoolObjection } from '#libs/contracts';
import { cases, referenceAsPrinted } from '#libs/domain';
import { onNewest } from '#libs/event-store';
import { actorOf, type Principal } from '#libs/identity';
import { defang } from '#libs/target';
import { Clock, Ids, Problem, correlationId } from '#libs/service-kit';
import { CaseFiles } from '../cases/case-files.js';
import { CaseWriter } from '../cases/case-writer.js';
import { CaseOrders } from '../orders/case-orders.js';

const NOT_OURS = {
  vi: 'Không có yêu cầu nào đang có hiệu lực chặn mục này; bộ lọc chặn theo danh sách khác.',
  en: 'No order in force keeps this away: the filter blocks it by another list.',
};

interface Found {
  readonly order: string;
  readonly caseId: string;
}

interface Request {
  /** What makes the same request the same. */
  readonly said: readonly (string | null)[];
  readonly reason: string;
  readonly contact: string | null;
}

/** Requests for review (đề nghị xem xét lại) from whoever is affected. */
@Injectable()
export class Reviews {
  constructor(
    private readonly orders: CaseOrders,
    private readonly files: CaseFiles,
    private readonly writer: CaseWriter,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /**
   * Records a request for review where the reference is one of an order in force, and says nothing about whether it was:
   * the caller gets the same answer for every reference. The same words for the same order are one request.
   */
  async request(caller: Principal, body: RequestReview): Promise<void> {
    const found = await this.orders.byReference(body.reference);
    if (found === undefined) return;
    const said = [referenceAsPrinted(body.reference), body.reason, body.contact ?? null];
    await this.#ask(caller, found, { said, reason: body.reason, contact: body.contact ?? null });
  }

  /**
   * A school says that its list keeps something useful away: every order that does so is asked to be reviewed, by somebody
   * who had no part in it. The same words again are the same request.
   * @returns the review of each order that does so.
   * @throws {Problem} `not-found` when nothing of ours in force keeps the entry away.
   */
  async object(caller: Principal, { entry, ageBand, reason, contact }: SchoolObjection): Promise<string[]> {
    const found = await this.orders.onSchoolLists(entry, ageBand);
    const ages = ageBand === undefined ? '' : ` (lứa tuổi ${ageBand})`;
    const words = `Nhà trường báo danh sách${ages} chặn nhầm ${defang(entry)}: ${reason}`;
    const said = ['school', caller.id, entry, ageBand ?? null, reason, contact ?? null];
    const asked = await Promise.all(
      found.map((one) =>
        this.#ask(caller, one, { said: [...said, one.order], reason: words, contact: contact ?? null }),
      ),
    );
    const reviews = asked.filter((reviewId) => reviewId !== undefined);
    if (reviews.length === 0) throw new Problem('not-found', { detail: NOT_OURS });
    return reviews;
  }

  /** The review of the order for these words; undefined when it is not in force any more. */
  async #ask(
    caller: Principal,
    { order, caseId }: Found,
    { said, reason, contact }: Request,
  ): Promise<string | undefined> {
    const reviewId = this.ids.v5(`review:${JSON.stringify(said)}`);
    return onNewest(async () => {
      const file = await this.files.find(caseId);
      if (file === undefined) return undefined;
      const decision = cases.decide({ type: 'requestReview', order, reviewId, reason, contact }, file.state);
      if (!decision.ok) return undefined;
      if (decision.events.length === 0) return reviewId;
      await this.writer.write(
        {
          actor: actorOf(caller),
          occurredAt: this.clock.now().toISOString(),
          correlationId: correlationId(),
          causationId: null,
          idFor: () => this.ids.v7(),
        },
        { file, events: decision.events, claim: 'ignore' },
      );
      return reviewId;
    });
  }
}
