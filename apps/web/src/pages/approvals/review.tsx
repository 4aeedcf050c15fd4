import { useState } from 'react';
import { REVIEW_SOURCES, type CaseView, type ReviewOutcome } from '#libs/contracts';
import { Refusal } from '../../api/refusal.js';
import { useCommands } from '../../keys/commands.js';
import { KeyHint } from '../../keys/key-hint.js';
import { SafeText } from '../../parts/safe-text.js';
import { Conflict } from '../../parts/states.js';
import { approvalWords } from '../../words/approvals.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { useDecide } from './decide.js';
import { ReasonSheet } from './sheets.js';

/** The review that waits for an answer: what was ordered can be lifted, answered by providers or not. */
export const pendingReview = (view: CaseView | undefined): CaseView['review'] =>
  view?.status === 'in-force' || view?.status === 'approved' ? view.review : undefined;

/** What whoever is affected says, and what either answer sets off. */
export const ReviewBlock = ({ view }: { readonly view: CaseView }) => {
  const words = useWords(approvalWords);
  const term = useTerm();
  const { moment, day, number } = useFormats();
  const { order } = view;
  const review = pendingReview(view);
  if (review === undefined) return null;
  return (
    <section className="block step-block" aria-labelledby="approval-review">
      <h3 id="approval-review">{words.reviewTitle}</h3>
      <blockquote className="review-words">
        {review.reason === null ? words.reviewErased : <SafeText block>{review.reason}</SafeText>}
      </blockquote>
      <dl className="facts">
        <dt>{words.reviewBy}</dt>
        <dd>{term(REVIEW_SOURCES, review.by)}</dd>
        <dt>{words.reviewAsked}</dt>
        <dd>
          {moment(review.requestedAt)}
          {review.more > 0 && <span className="soft"> · {words.reviewMore(number(review.more))}</span>}
        </dd>
        {order !== undefined && (
          <>
            <dt>{words.reviewOrder}</dt>
            <dd>
              <SafeText>{order.reference ?? order.id}</SafeText>
              {order.expiresAt !== null && (
                <span className="soft">
                  {' '}
                  · {words.until} {day(order.expiresAt)}
                </span>
              )}
            </dd>
          </>
        )}
      </dl>
      <p className="banner notice-line">{words.reviewHint}</p>
    </section>
  );
};

interface ReviewBarProps {
  readonly view: CaseView;
  readonly next: () => void;
}

/** Two answers, each with its reason: a review is never decided by one key. */
export const ReviewBar = ({ view, next }: ReviewBarProps) => {
  const words = useWords(approvalWords);
  const decide = useDecide(view);
  const [answer, setAnswer] = useState<ReviewOutcome>();
  const idle = answer === undefined && !decide.isPending;
  useCommands([
    {
      id: 'review-uphold',
      group: 'decision',
      label: words.uphold,
      keys: 'a',
      run: () => setAnswer('upheld'),
      enabled: idle,
    },
    {
      id: 'review-reject',
      group: 'decision',
      label: words.reject,
      keys: 'r',
      run: () => setAnswer('rejected'),
      enabled: idle,
    },
  ]);
  const refused = decide.error instanceof Refusal ? decide.error : undefined;
  return (
    <footer className="decision-bar approval-bar not-on-paper">
      {refused?.conflict === true && <Conflict refusal={refused} show={() => decide.reset()} />}
      {refused?.conflict === false && (
        <p className="banner warning" role="alert">
          {refused.code === 'third-person-needed' ? words.thirdPerson : `${refused.title}. ${words.reviewGone}`}
        </p>
      )}
      {answer !== undefined && (
        <ReasonSheet
          key={answer}
          title={answer === 'upheld' ? words.uphold : words.reject}
          hint={words.reviewReason}
          busy={decide.isPending}
          close={() => setAnswer(undefined)}
          send={(reason) =>
            decide.mutate({
              path: 'decide-review',
              body: { outcome: answer, reason },
              said: answer === 'upheld' ? words.upheldDone : words.rejectedDone,
              then: next,
            })
          }
        />
      )}
      <div className="bar-line">
        <button type="button" className="button" disabled={!idle} onClick={() => setAnswer('rejected')}>
          {words.reject} <KeyHint id="review-reject" keys="r" />
        </button>
        <button type="button" className="button main" disabled={!idle} onClick={() => setAnswer('upheld')}>
          {words.uphold} <KeyHint id="review-uphold" keys="a" />
        </button>
      </div>
    </footer>
  );
};
