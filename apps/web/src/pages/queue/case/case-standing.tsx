import { Link } from '@tanstack/react-router';
import {
  ACTIONS,
  DISMISSAL_OUTCOMES,
  DISMISSAL_PRESETS,
  DOCUMENT_KINDS,
  NOTE_VISIBILITIES,
  RECHECKS,
  REVIEW_SOURCES,
  type CaseView,
  type RecheckView,
} from '#libs/contracts';
import { holds, useMe } from '../../../api/session.js';
import { CoveredText } from '../../../parts/covered-text.js';
import { Person } from '../../../parts/named.js';
import { Pill } from '../../../parts/pill.js';
import { SafeText } from '../../../parts/safe-text.js';
import { caseWords } from '../../../words/case.js';
import { useFormats } from '../../../words/formats.js';
import { useTerm, useWords } from '../../../words/language.js';

const RECHECK_HINTS = { gone: 'recheckGone', moved: 'recheckMoved', back: 'recheckBack' } as const;

/** What rechecks found of the name that is blocked, and what that means for whoever reads it. */
const Recheck = ({ found, since }: RecheckView) => {
  const words = useWords(caseWords);
  const term = useTerm();
  const { moment } = useFormats();
  return (
    <div className="recheck" data-recheck={found}>
      <p>
        <Pill tone="warning">{term(RECHECKS, found)}</Pill>{' '}
        <span className="soft small-text">{words.recheckSince(moment(since))}</span>
      </p>
      <p className="small-text">{words[RECHECK_HINTS[found]]}</p>
    </div>
  );
};

/** Who asks to look at the order again and why; a third person decides on the approvals' page. */
const Review = ({ caseId, review }: { readonly caseId: string; readonly review: NonNullable<CaseView['review']> }) => {
  const words = useWords(caseWords);
  const term = useTerm();
  const me = useMe();
  const { moment } = useFormats();
  return (
    <div className="recheck" data-review={review.reviewId}>
      <p>
        <Pill tone="warning">{words.review}</Pill>{' '}
        <span className="soft small-text">
          {term(REVIEW_SOURCES, review.by)} · {moment(review.requestedAt)}
        </span>
      </p>
      {review.reason !== null && <SafeText block>{review.reason}</SafeText>}
      {holds(me, 'approver') ? (
        <p>
          <Link className="small-text" to="/phe-duyet/{-$caseId}" params={{ caseId }}>
            {words.reviewDecide}
          </Link>
        </p>
      ) : (
        <p className="soft small-text">{words.reviewThird}</p>
      )}
    </div>
  );
};

/** What is proposed, dismissed or ordered at this moment. */
export const CaseStanding = ({ view }: { readonly view: CaseView }) => {
  const words = useWords(caseWords);
  const term = useTerm();
  const { day, moment } = useFormats();
  const { proposal, dismissal, order, review } = view;
  return (
    <>
      {proposal && (
        <section className="block standing">
          <h3>{words.proposal}</h3>
          <p>
            <strong>{term(ACTIONS, proposal.action)}</strong>{' '}
            <span className="mono">
              <SafeText>
                {(proposal.scope.url ?? proposal.scope.host ?? proposal.scope.domain ?? '')
                  .replace(/^http/i, 'hxxp')
                  .replaceAll('.', '[.]')}
              </SafeText>
            </span>
          </p>
          {proposal.reasons !== null && <SafeText block>{proposal.reasons}</SafeText>}
          <p className="soft small-text">
            {proposal.by !== null && (
              <>
                {words.proposedBy}: <Person id={proposal.by} /> ·{' '}
              </>
            )}
            {words.until} {day(proposal.expiresAt)}
          </p>
        </section>
      )}
      {dismissal && (
        <section className="block standing">
          <h3>{view.status === 'awaiting-dismissal' ? words.dismissalProposed : words.dismissal}</h3>
          <p>
            <strong>
              {dismissal.preset === undefined
                ? term(DISMISSAL_OUTCOMES, dismissal.outcome)
                : term(DISMISSAL_PRESETS, dismissal.preset)}
            </strong>
          </p>
          {dismissal.reason !== null && dismissal.preset === undefined && <SafeText block>{dismissal.reason}</SafeText>}
          <p className="soft small-text">
            <Person id={dismissal.by} /> · {moment(dismissal.at)}
          </p>
        </section>
      )}
      {order && (
        <section className="block standing">
          <h3>{words.order}</h3>
          <p>
            <strong>
              <SafeText>{order.reference ?? order.id}</SafeText>
            </strong>
            {order.expiresAt !== null && (
              <span className="soft">
                {' '}
                · {words.until} {day(order.expiresAt)}
              </span>
            )}
          </p>
          {view.recheck && <Recheck {...view.recheck} />}
          {review && <Review caseId={view.id} review={review} />}
        </section>
      )}
    </>
  );
};

/** Notes of colleagues and the case's papers. */
export const CaseNotes = ({ view }: { readonly view: CaseView }) => {
  const words = useWords(caseWords);
  const term = useTerm();
  const { moment, day } = useFormats();
  return (
    <>
      {view.notes.length > 0 && (
        <section className="block">
          <h3>{words.notes}</h3>
          <ul className="notes">
            {view.notes.map(({ noteId, text, marks, by, at, visibility }) => (
              <li key={noteId}>
                <CoveredText caseId={view.id} text={text ?? ''} marks={marks} part="note" id={noteId} />
                <p className="soft small-text">
                  <Person id={by} /> · {moment(at)} · {term(NOTE_VISIBILITIES, visibility)}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {view.documents.length > 0 && (
        <section className="block">
          <h3>{words.documents}</h3>
          <ul className="notes">
            {view.documents.map(({ documentId, kind, number, issuedOn, sha256, title }) => (
              <li key={documentId}>
                <strong>
                  <SafeText>{number}</SafeText>
                </strong>{' '}
                {sha256 !== null && <Pill tone="success">{words.signed}</Pill>}
                <p className="soft small-text">
                  {term(DOCUMENT_KINDS, kind)} · {day(issuedOn)}
                  {title !== null && title !== '' && (
                    <>
                      {' '}
                      · <SafeText>{title}</SafeText>
                    </>
                  )}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};
