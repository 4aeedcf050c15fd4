import { useMe } from '../../api/session.js';
import { Person } from '../../parts/named.js';
import { approvalWords } from '../../words/approvals.js';
import { useFormats } from '../../words/formats.js';
import { useWords } from '../../words/language.js';
import { useApprovers, useOwnFigures } from './queries.js';

/** Faster than this on the middle decision, somebody signs more than they read (seconds). */
const HASTY = 10;

const rounded = (seconds: number): number => (seconds < HASTY ? Math.round(seconds * 10) / 10 : Math.round(seconds));

/** A mirror, for the approver alone: how often something was returned, and how long a decision took. */
export const OwnFigures = () => {
  const words = useWords(approvalWords);
  const { number, day } = useFormats();
  const me = useMe();
  const { data } = useOwnFigures();
  const delegate = useApprovers().data?.items.find(({ id }) => id === me.id);
  if (data === undefined) return null;
  const share = data.shareReturned === null ? '—' : `${number(Math.round(data.shareReturned * 100))} %`;
  const hasty = data.medianSeconds !== null && data.medianSeconds < HASTY;
  return (
    <footer className="own-figures small-text">
      {delegate?.delegateOf != null && (
        <p>
          {words.delegate} <Person id={delegate.delegateOf} />
          {delegate.validTo !== null && <> {words.delegateUntil(day(delegate.validTo))}</>}
        </p>
      )}
      <p className="soft">
        {words.figures(number(data.days))} · {words.onlyYou}
      </p>
      <dl>
        <div>
          <dt>{words.approved}</dt>
          <dd>{number(data.approved)}</dd>
        </div>
        <div>
          <dt>{words.returnedShare}</dt>
          <dd>{share}</dd>
        </div>
        <div className={hasty ? 'hasty' : ''}>
          <dt>{words.median}</dt>
          <dd>{data.medianSeconds === null ? '—' : words.seconds(number(rounded(data.medianSeconds)))}</dd>
        </div>
        <div className={hasty ? 'hasty' : ''}>
          <dt>{words.fast}</dt>
          <dd>{number(data.withinTenSeconds)}</dd>
        </div>
      </dl>
    </footer>
  );
};
