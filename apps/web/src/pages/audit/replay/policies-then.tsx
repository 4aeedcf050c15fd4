import type { CaseReplay, PolicyPeriod } from '#libs/contracts';
import { SafeText } from '../../../parts/safe-text.js';
import { useFieldName } from '../../../words/fields.js';
import { useFormats } from '../../../words/formats.js';
import { useWords } from '../../../words/language.js';
import { replayWords } from '../../../words/replay.js';
import { FieldValue } from '../field-value.js';

type Entry = PolicyPeriod['entries'][number];
const KINDS = ['legal-basis', 'competence', 'deadline'] as const;

const Value = ({ entry }: { readonly entry: Entry }) => {
  const nameOf = useFieldName();
  return (
    <dl className="facts small-text">
      {Object.entries(entry.value)
        .filter(([, value]) => value !== null)
        .map(([field, value]) => (
          <div key={field} className="fact">
            <dt>{nameOf(field)}</dt>
            <dd>
              <FieldValue field={field} value={value} />
            </dd>
          </div>
        ))}
    </dl>
  );
};

/** What an order of this case rests on comes first; the rest of the rules can be opened. */
const usedBasis = (replay: CaseReplay | undefined): ReadonlySet<string> =>
  new Set(
    (replay?.orders ?? []).flatMap((order) => {
      const terms = order['terms'] as { legalBasis?: string; unit?: string } | undefined;
      return terms?.legalBasis === undefined ? [] : [terms.legalBasis];
    }),
  );

interface PoliciesThenProps {
  readonly period: PolicyPeriod;
  readonly used: CaseReplay | undefined;
}

/** The rules in the version that counted at that moment. */
export const PoliciesThen = ({ period, used }: PoliciesThenProps) => {
  const words = useWords(replayWords);
  const { number } = useFormats();
  const bases = usedBasis(used);
  const unit = used?.state['unit'];
  const matters = ({ kind, id, value }: Entry): boolean =>
    (kind === 'legal-basis' && bases.has(id)) ||
    (kind === 'competence' &&
      value['unit'] === unit &&
      ((value['legalBases'] as unknown[] | undefined) ?? []).some((basis) => bases.has(String(basis))));
  return (
    <section className="policies" aria-labelledby="policies-title">
      <h2 id="policies-title">{words.policies}</h2>
      <p className="soft small-text">{words.policiesHint}</p>
      {period.entries.filter(matters).map((entry) => (
        <article key={`${entry.kind} ${entry.id}`} className="policy">
          <h3>
            {words[entry.kind]} <span className="soft mono">{entry.id}</span>
          </h3>
          <p className="soft small-text">{words.version(number(entry.version))}</p>
          <Value entry={entry} />
        </article>
      ))}
      {KINDS.map((kind) => {
        const rest = period.entries.filter((entry) => entry.kind === kind && !matters(entry));
        if (rest.length === 0) return null;
        return (
          <details key={kind} className="not-on-paper">
            <summary>
              {words[kind]} <span className="soft figure">{number(rest.length)}</span>
            </summary>
            {rest.map((entry) => (
              <article key={entry.id} className="policy">
                <h4 className="mono">
                  <SafeText>{entry.id}</SafeText>
                </h4>
                <p className="soft small-text">{words.version(number(entry.version))}</p>
                <Value entry={entry} />
              </article>
            ))}
          </details>
        );
      })}
    </section>
  );
};
