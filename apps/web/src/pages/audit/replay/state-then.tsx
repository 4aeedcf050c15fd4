import {
  ACTIONS,
  CASE_STATUSES,
  CATEGORIES,
  DISMISSAL_OUTCOMES,
  REQUEST_STATES,
  type Action,
  type CaseReplay,
  type CaseStatus,
  type Category,
  type ClosedList,
  type Priority,
  type TargetView,
} from '#libs/contracts';
import { DefangedTarget } from '../../../parts/defanged-target.js';
import { Person, Provider, Unit } from '../../../parts/named.js';
import { Pill, PriorityPill, StatusPill } from '../../../parts/pill.js';
import { useFormats } from '../../../words/formats.js';
import { useTerm, useWords } from '../../../words/language.js';
import { replayWords } from '../../../words/replay.js';

type Loose = Readonly<Record<string, unknown>>;
const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null;
const textIn = (of: unknown, name: string): string | undefined => {
  const value = isLoose(of) ? of[name] : undefined;
  return typeof value === 'string' ? value : undefined;
};
const inside = (of: unknown, name: string): unknown => (isLoose(of) ? of[name] : undefined);

/** The case as it stood: folded by the same rules that decided then. */
export const StateThen = ({ replay }: { readonly replay: CaseReplay }) => {
  const words = useWords(replayWords);
  const term = useTerm();
  const { number } = useFormats();
  const { state, claim, orders, requests } = replay;
  const category = textIn(inside(state, 'classified'), 'category') as Category | undefined;
  const priority = textIn(state, 'priority') as Priority | undefined;
  const decided = inside(state, 'approved') ?? inside(state, 'pending');
  const approver = textIn(inside(decided, 'approvedBy'), 'person');
  const proposer = textIn(inside(decided, 'proposedBy'), 'person');
  const outcome = textIn(state, 'outcome');
  const unit = textIn(state, 'unit');
  const holder = claim.status === 'held' ? textIn(claim, 'person') : undefined;
  const targets = (state['targets'] as unknown[] | undefined)?.filter(isLoose) ?? [];
  const reports = state['reports'] as unknown[] | undefined;
  return (
    <section className="state-then" aria-labelledby="state-title" aria-live="polite">
      <h2 id="state-title">{words.stateThen}</h2>
      <p className="pills">
        {state.status in CASE_STATUSES && <StatusPill status={state.status as CaseStatus} />}
        {priority !== undefined && <PriorityPill priority={priority} />}
        {outcome !== undefined && outcome in DISMISSAL_OUTCOMES && (
          <Pill>{term(DISMISSAL_OUTCOMES as ClosedList<string>, outcome)}</Pill>
        )}
      </p>
      {targets.map((target, index) => (
        <DefangedTarget key={index} target={viewOf(target)} />
      ))}
      <dl className="facts">
        <dt>{words.category}</dt>
        <dd>{category === undefined ? <span className="soft">{words.notYet}</span> : term(CATEGORIES, category)}</dd>
        {unit !== undefined && (
          <>
            <dt>{words.unit}</dt>
            <dd>
              <Unit id={unit} />
            </dd>
          </>
        )}
        <dt>{words.heldBy}</dt>
        <dd>{holder === undefined ? <span className="soft">{words.nobody}</span> : <Person id={holder} />}</dd>
        <dt>{words.reports}</dt>
        <dd className="figure">{number(reports?.length ?? 0)}</dd>
        {proposer !== undefined && (
          <>
            <dt>{words.proposedBy}</dt>
            <dd>
              <Person id={proposer} unit />
            </dd>
          </>
        )}
        {approver !== undefined && (
          <>
            <dt>{words.approvedBy}</dt>
            <dd>
              <Person id={approver} unit />
            </dd>
          </>
        )}
        {textIn(decided, 'digest') !== undefined && (
          <>
            <dt>{words.digest}</dt>
            <dd className="mono small-text">{textIn(decided, 'digest')}</dd>
          </>
        )}
      </dl>
      {orders.length > 0 && <Orders orders={orders} />}
      {requests.length > 0 && (
        <div>
          <h3>{words.requests}</h3>
          <ul className="lines">
            {requests.map(({ requestId, provider, status }) => (
              <li key={requestId}>
                <Provider id={provider} />
                <Pill tone={status === 'refused' ? 'warning' : 'quiet'}>{term(REQUEST_STATES, status)}</Pill>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
};

const Orders = ({ orders }: { readonly orders: CaseReplay['orders'] }) => {
  const words = useWords(replayWords);
  const term = useTerm();
  const { moment } = useFormats();
  return (
    <div>
      <h3>{words.orders}</h3>
      <ul className="lines">
        {orders.map((order) => {
          const terms = order['terms'] ?? order['letter'];
          const action = textIn(terms, 'action') as Action | undefined;
          const expires = textIn(order, 'expiresAt');
          return (
            <li key={order.orderId}>
              <span>
                {action === undefined ? order.status : term(ACTIONS, action)}{' '}
                <span className="soft mono">{textIn(terms, 'reference')}</span>
              </span>
              <span className="soft">
                {order.status in CASE_STATUSES ? term(CASE_STATUSES, order.status as CaseStatus) : order.status}
                {expires !== undefined && ` · → ${moment(expires)}`}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
};

/** A target as it stands in an event, in the shape lists show. */
const viewOf = (target: Loose): TargetView =>
  ({
    url: textIn(target, 'url') ?? textIn(target, 'canonicalUrl') ?? null,
    host: textIn(target, 'host') ?? null,
    domain: textIn(target, 'domain') ?? null,
    contentKey: textIn(target, 'contentKey') ?? null,
  }) as TargetView;
