import { Loading } from '../../parts/states.js';
import { SafeText } from '../../parts/safe-text.js';
import { approvalWords } from '../../words/approvals.js';
import { useLanguage, useWords } from '../../words/language.js';
import type { Check } from './checks.js';

const SIGN = { stop: '✕', look: '!', fine: '✓' } as const;

const Line = ({ check }: { readonly check: Check }) => {
  const words = useWords(approvalWords);
  const language = useLanguage();
  return (
    <li className={`check ${check.level}`} data-check={check.id}>
      <span aria-hidden="true" className="check-sign">
        {SIGN[check.level]}
      </span>
      <span>
        <span className="unseen">
          {check.level === 'stop' ? `${words.stopped}: ` : check.level === 'look' ? `${words.lookAt}: ` : ''}
        </span>
        <SafeText>{check.say(words, language)}</SafeText>
      </span>
    </li>
  );
};

interface CheckListProps {
  readonly checks: readonly Check[];
  readonly loading: boolean;
  readonly failed: boolean;
}

/** What speaks against signing stands open and first; what is in order is one quiet line. */
export const CheckList = ({ checks, loading, failed }: CheckListProps) => {
  const words = useWords(approvalWords);
  const loud = checks.filter(({ level }) => level !== 'fine');
  const fine = checks.filter(({ level }) => level === 'fine');
  return (
    <section className="block step-block" aria-labelledby="approval-look" id="approval-checks">
      <h3 id="approval-look">{words.look}</h3>
      {loading && !failed && <Loading rows={2} />}
      {loud.length > 0 && (
        <ul className="checks">
          {loud.map((check) => (
            <Line key={check.id} check={check} />
          ))}
        </ul>
      )}
      {!loading && (
        <details className="fine-checks">
          <summary>
            {loud.length === 0 ? words.allClear(String(fine.length)) : words.clear(String(fine.length))}
          </summary>
          <ul className="checks">
            {fine.map((check) => (
              <Line key={check.id} check={check} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
};
