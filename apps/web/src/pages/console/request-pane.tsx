import { ACTIONS, CATEGORIES, PROVIDER_REFUSALS, STEPS, type RequestOverviewItem } from '#libs/contracts';
import { KeyHint } from '../../keys/key-hint.js';
import { Countdown } from '../../parts/countdown.js';
import { SafeText } from '../../parts/safe-text.js';
import { consoleWords } from '../../words/console.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { useCopy } from '../../parts/copy-button.js';
import { RequestStatePill } from './request-rows.js';
import { TargetLetters, TargetText, clearText } from './target-text.js';

/** One request: what to do on which target until when, and on what ground. */
export const RequestPane = ({
  request,
  back,
}: {
  readonly request: RequestOverviewItem;
  readonly back: () => void;
}) => {
  const words = useWords(consoleWords);
  const term = useTerm();
  const { moment } = useFormats();
  const copy = useCopy();
  const { target, next, refusal } = request;
  const scope = 'url' in target ? words.urlScope : 'host' in target ? words.hostScope : words.domainScope;
  return (
    <article className="ask">
      <button type="button" className="button quiet small ask-back not-on-paper" onClick={back}>
        ← {words.back}
      </button>
      <header className="case-head">
        <p className="pills">
          <RequestStatePill state={request.state} />
          {next && (
            <span>
              {term(STEPS, next.step)}: <Countdown to={next.at} />
            </span>
          )}
        </p>
        <h2>
          {request.kind === 'lift' ? `${words.lifts}: ${term(ACTIONS, request.action)}` : term(ACTIONS, request.action)}
        </h2>
      </header>
      <section className="target" aria-label={words.target}>
        <p className="ask-target-large">
          <TargetText target={target} />
        </p>
        <TargetLetters target={target} />
        <div className="ask-target-foot">
          <span className="soft small-text">{scope}</span>
          <button type="button" className="button small" onClick={() => copy(clearText(target))}>
            {words.copyTarget} <KeyHint id="request-copy" keys="y" />
          </button>
        </div>
      </section>
      <dl className="facts">
        <dt>{words.reference}</dt>
        <dd className="mono">{request.reference}</dd>
        {next && (
          <>
            <dt>{words.due}</dt>
            <dd>
              <time dateTime={next.at}>{moment(next.at)}</time>
            </dd>
          </>
        )}
        <dt>{words.issued}</dt>
        <dd>
          <time dateTime={request.issuedAt}>{moment(request.issuedAt)}</time>
        </dd>
        <dt>{words.expires}</dt>
        <dd>
          <time dateTime={request.expiresAt}>{moment(request.expiresAt)}</time>
        </dd>
        <dt>{words.legalBasis}</dt>
        <dd className="mono">
          <SafeText>{request.legalBasis}</SafeText>
        </dd>
        <dt>{words.category}</dt>
        <dd>{request.category === undefined ? words.noCategory : term(CATEGORIES, request.category)}</dd>
        {refusal && (
          <>
            <dt>{words.refusal}</dt>
            <dd>{term(PROVIDER_REFUSALS, refusal.code)}</dd>
          </>
        )}
      </dl>
      <section className="block">
        <h3>{words.statement}</h3>
        <SafeText block>{request.statement}</SafeText>
      </section>
    </article>
  );
};
