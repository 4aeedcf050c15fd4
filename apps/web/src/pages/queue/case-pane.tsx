import { CATEGORIES, STEPS, type CaseView } from '#libs/contracts';
import { useMe } from '../../api/session.js';
import { Countdown } from '../../parts/countdown.js';
import { DefangedTarget } from '../../parts/defanged-target.js';
import { Pill, PriorityPill, StatusPill } from '../../parts/pill.js';
import { SafeText } from '../../parts/safe-text.js';
import { Failed, Loading } from '../../parts/states.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { queueWords } from '../../words/queue.js';
import { CaseHistory } from './case-history.js';
import { useCase } from './queries.js';

const Deadlines = ({ due }: Pick<CaseView, 'due'>) => {
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
              <SafeText>{unit}</SafeText>
            </span>
            <Countdown to={at} />
          </li>
        ))}
      </ul>
    </section>
  );
};

const Facts = ({ view }: { readonly view: CaseView }) => {
  const words = useWords(queueWords);
  const { moment, number } = useFormats();
  const me = useMe();
  const { claim } = view;
  return (
    <section className="block">
      <h3>{words.facts}</h3>
      <dl className="facts">
        <dt>{words.claimedBy}</dt>
        <dd>
          {claim === undefined ? (
            <span className="soft">{words.notClaimed}</span>
          ) : (
            <>
              {claim.by === me.id ? <strong>{words.claimedByMe}</strong> : <SafeText>{claim.by}</SafeText>}{' '}
              <span className="soft">{words.until(moment(claim.until))}</span>
            </>
          )}
        </dd>
        <dt>{words.unit}</dt>
        <dd>
          <SafeText>{view.unit}</SafeText>
        </dd>
        {view.province !== null && (
          <>
            <dt>{words.province}</dt>
            <dd>
              <SafeText>{view.province}</SafeText>
            </dd>
          </>
        )}
        <dt>{words.opened}</dt>
        <dd>
          <time dateTime={view.openedAt}>{moment(view.openedAt)}</time>
        </dd>
        <dt>{words.reported}</dt>
        <dd>{words.reportCount(number(view.reports), number(view.sources))}</dd>
      </dl>
    </section>
  );
};

/** One case as it stands, with what happened to it. */
export const CasePane = ({ caseId, back }: { readonly caseId: string; readonly back: () => void }) => {
  const words = useWords(queueWords);
  const term = useTerm();
  const found = useCase(caseId);
  if (found.isPending) return <Loading rows={6} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const view = found.data;
  return (
    <article className="case">
      <header className="case-head">
        <button type="button" className="button quiet small only-narrow" onClick={back}>
          ← {words.back}
        </button>
        <h2>{view.category === undefined ? words.title : term(CATEGORIES, view.category)}</h2>
        <p className="pills">
          <PriorityPill priority={view.priority} />
          <StatusPill status={view.status} />
          {view.plea && <Pill tone="danger">{words.plea}</Pill>}
        </p>
      </header>
      <section className="block">
        <h3>{words.target}</h3>
        {view.targets.length === 0 ? (
          <p className="soft">{words.noTarget}</p>
        ) : (
          view.targets.map((target, index) => <DefangedTarget key={index} target={target} />)
        )}
      </section>
      <div className="case-columns">
        <Deadlines due={view.due} />
        <Facts view={view} />
      </div>
      <CaseHistory caseId={caseId} />
    </article>
  );
};
