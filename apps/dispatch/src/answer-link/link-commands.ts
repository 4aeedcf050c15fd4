import { Injectable } from '@nestjs/common';
import { shapes } from '#libs/contracts';
import type {
  AnswerLinkResult,
  IssueAnswerLinkBody,
  IssuedAnswerLink,
  OrderName,
  RevokeAnswerLinkBody,
} from '#libs/contracts';
import { answerLinks, linkOf, referenceAsPrinted } from '#libs/domain';
import type { AnswerLinkCommand } from '#libs/domain';
import { onNewest } from '#libs/event-store';
import { AccessLog, RegistersReader, actorOf, officerOf } from '#libs/identity';
import type { Principal } from '#libs/identity';
import { Database, Problem } from '#libs/service-kit';
import { OrderChanges } from '../orders/order-changes.js';
import { OrderFiles, wasIssued } from '../orders/order-file.js';
import type { SentRequest } from '../requests/request-view.js';
import { LoggedRequests } from '../streams/request-streams.js';
import { AnswerDoor } from './answer-door.js';
import { AnswerLinks } from './answer-links.js';
import { LinkStreams } from './link-streams.js';
import type { LoadedLinks } from './link-streams.js';
import { countedFrom, untilOf } from './link-view.js';

/** What a decision needs beside what the caller says of it. */
type Saying = { readonly type: 'revoke'; readonly reason: string } | { readonly type: 'issue' };

interface Decided {
  readonly life: SentRequest;
  readonly links: LoadedLinks;
}

/** Closes one link and issues another in its place. Whoever holds a link can answer, so what is refused here is kept for the auditor. */
@Injectable()
export class LinkCommands {
  constructor(
    private readonly orders: OrderFiles,
    private readonly changes: OrderChanges,
    private readonly requests: LoggedRequests,
    private readonly streams: LinkStreams,
    private readonly door: AnswerDoor,
    private readonly links: AnswerLinks,
    private readonly registers: RegistersReader,
    private readonly access: AccessLog,
    private readonly database: Database,
  ) {}

  /**
   * From the moment of the answer on nobody looks or answers by it. The same again changes nothing.
   * @param named the order's id, or its reference: whoever writes that their link went astray knows no other.
   */
  async revoke(
    caller: Principal,
    named: OrderName,
    { reason, ...which }: RevokeAnswerLinkBody,
  ): Promise<AnswerLinkResult> {
    const order = await this.#named(named);
    const { life, links } = await this.#run(caller, order, which, { type: 'revoke', reason });
    return { id: life.ids.requestId, kind: which.kind, state: 'revoked', position: links.position };
  }

  /**
   * A fresh link for a revoked one, with thirty days from now where the due time is past. Asked for again it is the same.
   * @throws {Problem} `links-off` where the provider's links do not open; else as the domain refuses.
   */
  async issue(caller: Principal, order: string, which: IssueAnswerLinkBody): Promise<IssuedAnswerLink> {
    const { life, links } = await this.#run(caller, order, which, { type: 'issue' });
    const base = await this.door.baseOf(which.provider);
    if (base === null) throw new Problem('links-off');
    const id = life.ids.requestId;
    const dueAt = countedFrom(links, life, { requestId: id, kind: which.kind });
    const { round } = linkOf(links.state, id, which.kind);
    const url = this.links.url(base, { id, kind: which.kind, dueAt, round });
    const until = untilOf(dueAt).toISOString();
    return { id, kind: which.kind, state: 'open', position: links.position, url, until };
  }

  #run(caller: Principal, order: string, which: IssueAnswerLinkBody, saying: Saying): Promise<Decided> {
    const what = { attempt: `${saying.type}-answer-link`, subject: order };
    return this.access.recorded(caller, what, () => this.#decide(caller, order, which, saying));
  }

  async #decide(
    caller: Principal,
    order: string,
    { provider, kind }: IssueAnswerLinkBody,
    saying: Saying,
  ): Promise<Decided> {
    const by = officerOf(caller, await this.registers.now());
    if (!by) throw new Problem('forbidden');
    const { state } = await this.orders.load(order);
    if (!wasIssued(state)) throw new Problem('not-found');
    const life = await this.#request(order, provider);
    if (kind === 'lift' && !('lift' in life)) throw new Problem('not-found');
    const command: AnswerLinkCommand = { ids: life.ids, kind, unit: state.terms.unit, by, ...saying };
    return onNewest(async () => {
      const links = await this.streams.load(order);
      const decision = answerLinks.decide(command, links.state);
      if (!decision.ok) throw Problem.refused(decision);
      if (saying.type === 'issue' && (await this.door.baseOf(provider)) === null) throw new Problem('links-off');
      if (decision.events.length === 0) return { life, links };
      await this.streams.append(links, life.ids.caseId, decision.events, actorOf(caller));
      return { life, links: await this.streams.load(order) };
    });
  }

  async #named(named: OrderName): Promise<string> {
    if (shapes.uuid.safeParse(named).success) return named;
    const { rows } = await this.database.query<{ order_id: string }>(
      'select order_id from dispatch_orders.order_row where reference = $1',
      [referenceAsPrinted(named)],
    );
    if (rows[0] === undefined) throw new Problem('not-found');
    return rows[0].order_id;
  }

  async #request(order: string, provider: string): Promise<SentRequest> {
    const { life } = await this.requests.load(this.changes.requestId(order, provider));
    if (life.status === 'none' || life.status === 'not-expressible') throw new Problem('not-found');
    return life;
  }
}
