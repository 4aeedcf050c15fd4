import { Link } from '@tanstack/react-router';
import { ACTIONS, CATEGORIES, type AuditOrder } from '#libs/contracts';
import { Person, Unit } from '../../../parts/named.js';
import { Pill } from '../../../parts/pill.js';
import { SafeText } from '../../../parts/safe-text.js';
import { auditWords } from '../../../words/audit.js';
import { useFormats } from '../../../words/formats.js';
import { useTerm, useWords } from '../../../words/language.js';
import { useCitation } from '../citations.js';

/** One order as an answer: what, why, who and how long; one press away from the case as it stood when it was issued. */
export const OrderAnswer = ({ order }: { readonly order: AuditOrder }) => {
  const words = useWords(auditWords);
  const term = useTerm();
  const { moment } = useFormats();
  const citation = useCitation();
  const end = order.endedAt ?? order.expiresAt;
  return (
    <article className="answer">
      <header>
        <h3>
          {term(ACTIONS, order.action)} <span className="soft mono">{order.reference}</span>
        </h3>
        <Pill tone={order.ended === null ? 'success' : 'quiet'}>
          {order.ended === null ? words.stillInForce : words[order.ended]}
        </Pill>
      </header>
      <dl className="facts">
        <dt>{words.category}</dt>
        <dd>{term(CATEGORIES, order.category)}</dd>
        <dt>{words.legalBasis}</dt>
        <dd>
          <SafeText>{citation(order.legalBasis)}</SafeText>
        </dd>
        <dt>{words.unit}</dt>
        <dd>
          <Unit id={order.unit} />
        </dd>
        <dt>{words.proposedBy}</dt>
        <dd>
          <Person id={order.proposedBy} />
        </dd>
        <dt>{words.approvedBy}</dt>
        <dd>
          <Person id={order.approvedBy} />
        </dd>
        <dt>{words.inForce}</dt>
        <dd>{words.until(moment(order.issuedAt), moment(end))}</dd>
      </dl>
      <p>
        <Link
          className="button small not-on-paper"
          to="/giam-sat/vu-viec/$caseId"
          params={{ caseId: order.caseId }}
          search={{ since: order.issuedAt }}
        >
          {words.replayThen}
        </Link>
      </p>
    </article>
  );
};
