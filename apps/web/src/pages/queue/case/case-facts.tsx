import { Fragment } from 'react';
import { CATEGORIES, PRIORITY_REASONS, STEPS, type CaseView, type Category } from '#libs/contracts';
import { useMe } from '../../../api/session.js';
import { Countdown } from '../../../parts/countdown.js';
import { Person, Province, Unit } from '../../../parts/named.js';
import { SafeText } from '../../../parts/safe-text.js';
import { caseWords } from '../../../words/case.js';
import { useFormats } from '../../../words/formats.js';
import { useTerm, useWords } from '../../../words/language.js';
import { queueWords } from '../../../words/queue.js';

/** Each step that somebody has to take, who answers for it, and the time that is left. */
export const Deadlines = ({ due }: Pick<CaseView, 'due'>) => {
  const words = useWords(queueWords);
  const term = useTerm();
  if (due.length === 0) return null;
  return (
    <section className="block">
      <h3>{words.deadlines}</h3>
      <ul className="due-list">
        {due.map(({ step, unit, at }) => (
          <li key={`${step} ${unit}`}>
            <span>{term(STEPS, step)}</span>
            <span className="soft">
              <Unit id={unit} />
            </span>
            <Countdown to={at} />
          </li>
        ))}
      </ul>
    </section>
  );
};

const Claim = ({ claim }: Pick<CaseView, 'claim'>) => {
  const words = useWords(queueWords);
  const { moment } = useFormats();
  const me = useMe();
  if (claim === undefined) return <span className="soft">{words.notClaimed}</span>;
  return (
    <>
      {claim.by === me.id ? <strong>{words.claimedByMe}</strong> : <Person id={claim.by} />}{' '}
      <span className="soft">{words.until(moment(claim.until))}</span>
    </>
  );
};

/** Who, whose, since when, how many, and why it stands where it stands. */
export const Facts = ({ view }: { readonly view: CaseView }) => {
  const words = useWords(queueWords);
  const more = useWords(caseWords);
  const term = useTerm();
  const { moment, number } = useFormats();
  const { suggestion } = view;
  return (
    <section className="block">
      <h3>{words.facts}</h3>
      <dl className="facts">
        <dt>{words.claimedBy}</dt>
        <dd>
          <Claim claim={view.claim} />
        </dd>
        {view.assignee !== null && (
          <>
            <dt>{more.assignee}</dt>
            <dd>
              <Person id={view.assignee} />
            </dd>
          </>
        )}
        <dt>{words.unit}</dt>
        <dd>
          <Unit id={view.unit} />
        </dd>
        {view.coordinating.length > 0 && (
          <>
            <dt>{more.coordinating}</dt>
            <dd>
              {view.coordinating.map((unit, index) => (
                <Fragment key={unit}>
                  {index > 0 && ', '}
                  <Unit id={unit} />
                </Fragment>
              ))}
            </dd>
          </>
        )}
        {view.province !== null && (
          <>
            <dt>{words.province}</dt>
            <dd>
              <Province id={view.province} />
            </dd>
          </>
        )}
        <dt>{words.opened}</dt>
        <dd>
          <time dateTime={view.openedAt}>{moment(view.openedAt)}</time>
        </dd>
        <dt>{words.reported}</dt>
        <dd>{words.reportCount(number(view.reports), number(view.sources))}</dd>
        {view.priorityReasons.length > 0 && (
          <>
            <dt>{more.why}</dt>
            <dd>{view.priorityReasons.map((reason) => term(PRIORITY_REASONS, reason)).join('; ')}</dd>
          </>
        )}
        {suggestion && view.category === undefined && (
          <>
            <dt>{more.suggestion}</dt>
            <dd>
              {term(CATEGORIES, suggestion.category as Category)}{' '}
              <span className="soft">
                <SafeText>{more.suggestionNote(suggestion.model)}</SafeText>
              </span>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
};
