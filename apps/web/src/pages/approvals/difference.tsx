import { ACTIONS, CATEGORIES, type Action, type CaseView, type Category } from '#libs/contracts';
import { Person } from '../../parts/named.js';
import { SafeText } from '../../parts/safe-text.js';
import { approvalWords } from '../../words/approvals.js';
import { proposalFieldWords } from '../../words/proposal-fields.js';
import { useFormats } from '../../words/formats.js';
import { useLanguage, useWords } from '../../words/language.js';

type Earlier = NonNullable<NonNullable<CaseView['proposal']>['earlier']>;

const ISO = /^\d{4}-\d\d-\d\dT/;

/** A value of a proposal as people read it; dates and terms in their words, anything else as text. */
const useShown = (): ((field: string, value: unknown) => string) => {
  const language = useLanguage();
  const { moment } = useFormats();
  const words = useWords(approvalWords);
  return (field, value) => {
    if (value === null || value === undefined || value === '') return words.notStated;
    if (typeof value === 'string') {
      if (field === 'action' && Object.hasOwn(ACTIONS, value)) return ACTIONS[value as Action][language];
      if (field === 'category' && Object.hasOwn(CATEGORIES, value)) return CATEGORIES[value as Category][language];
      return ISO.test(value) ? moment(value) : value;
    }
    if (Array.isArray(value)) return value.map(String).join(', ');
    if (typeof value === 'object') return Object.values(value).map(String).join('\n');
    return JSON.stringify(value);
  };
};

/** What is different from the proposal before, beside why that one did not stand. */
export const Difference = ({ earlier }: { readonly earlier: Earlier }) => {
  const words = useWords(approvalWords);
  const fields = useWords(proposalFieldWords);
  const { moment } = useFormats();
  const shown = useShown();
  const nameOf = (field: string): string =>
    Object.hasOwn(fields, field) ? fields[field as keyof typeof fields] : field;
  const real = earlier.changes.filter(({ field }) => field !== 'expiresAt' || earlier.changes.length === 1);
  return (
    <section className="block step-block difference" aria-labelledby="approval-difference">
      <h3 id="approval-difference">{words.difference}</h3>
      <p className="small-text">
        <strong>{earlier.how === 'returned' ? words.returned : words.withdrawn}</strong>
        <span className="soft">
          {' · '}
          {earlier.by !== null && <Person id={earlier.by} />} · {moment(earlier.at)}
        </span>
      </p>
      {earlier.reason !== null && (
        <blockquote>
          <SafeText block>{earlier.reason}</SafeText>
        </blockquote>
      )}
      {real.length === 0 ? (
        <p className="missing">{words.noChange}</p>
      ) : (
        <dl className="changes">
          {real.map(({ field, before, after }) => (
            <div key={field}>
              <dt>{nameOf(field)}</dt>
              <dd>
                <del>
                  <span className="unseen">{words.before}: </span>
                  <SafeText>{shown(field, before)}</SafeText>
                </del>
                <ins>
                  <span className="unseen">{words.after}: </span>
                  <SafeText>{shown(field, after)}</SafeText>
                </ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
};
