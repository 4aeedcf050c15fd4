import {
  ACTIONS,
  CATEGORIES,
  MANDATE_CONDITIONS,
  PROBLEMS,
  REACH_EXTENTS,
  type ActionVerdictView,
  type CaseView,
  type Category,
} from '#libs/contracts';
import { Refusal } from '../../../api/refusal.js';
import { Pill } from '../../../parts/pill.js';
import { SafeText } from '../../../parts/safe-text.js';
import { Failed, Loading } from '../../../parts/states.js';
import { caseWords } from '../../../words/case.js';
import { useFormats } from '../../../words/formats.js';
import { useLanguage, useTerm, useWords } from '../../../words/language.js';
import { useVerdicts } from '../queries.js';

/** The category to look at an action with: the decided one, otherwise what is suggested. */
export const categoryOf = ({ category, suggestion, attached }: CaseView): Category | undefined => {
  const hint = suggestion?.category ?? attached.find(({ categoryHint }) => categoryHint !== null)?.categoryHint;
  return category ?? (hint != null && Object.hasOwn(CATEGORIES, hint) ? (hint as Category) : undefined);
};

const Walls = ({ verdict }: { readonly verdict: ActionVerdictView }) => {
  const words = useWords(caseWords);
  const language = useLanguage();
  const term = useTerm();
  const { guard, walls, competence, mandate } = verdict;
  const why = walls.filter(({ code }) => code !== 'guarded-target');
  const known = (code: string): string =>
    Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code as keyof typeof PROBLEMS][language] : code;
  return (
    <>
      {guard !== null && (
        <p className="wall">
          <SafeText>{words.guarded(guard.name)}</SafeText>
        </p>
      )}
      {why.map(({ code }) => (
        <p key={code} className="wall">
          {known(code)}
        </p>
      ))}
      {verdict.proposable && competence.verdict === 'competent' && <p className="good">{words.competent}</p>}
      {verdict.proposable && competence.verdict === 'authority' && (
        <p className="letter">
          <SafeText>{words.authority(competence.authorityName ?? competence.authority ?? '')}</SafeText>
        </p>
      )}
      {verdict.proposable && mandate.conditions.length > 0 && (
        <p className="soft">
          {words.needs}: {mandate.conditions.map((one) => term(MANDATE_CONDITIONS, one)).join('; ')}
        </p>
      )}
    </>
  );
};

const Able = ({ providers }: Pick<ActionVerdictView, 'providers'>) => {
  const words = useWords(caseWords);
  const { number } = useFormats();
  if (providers.kind === 'school-lists') return <>{words.schools}</>;
  const names = providers.able.map(({ name }) => name).join(', ');
  return (
    <>
      {providers.able.length === 0 ? (
        <span className="soft">{words.noProvider}</span>
      ) : (
        <span title={names}>
          {providers.able.length < 3 ? <SafeText>{names}</SafeText> : words.providers(number(providers.able.length))}
        </span>
      )}
      {providers.unable.length > 0 && (
        <span className="soft" title={providers.unable.map(({ name }) => name).join(', ')}>
          {' '}
          · {words.unable(number(providers.unable.length))}
        </span>
      )}
    </>
  );
};

const Row = ({ verdict }: { readonly verdict: ActionVerdictView }) => {
  const words = useWords(caseWords);
  const term = useTerm();
  const { number } = useFormats();
  const { action, proposable, reach } = verdict;
  return (
    <tr className={proposable ? '' : 'blocked'}>
      <th scope="row">
        {term(ACTIONS, action)}
        {proposable && (
          <>
            {' '}
            <Pill tone="success">{words.proposable}</Pill>
          </>
        )}
      </th>
      <td data-label={words.reach}>
        {term(REACH_EXTENTS, reach.extent)}
        {reach.name !== null && (
          <>
            {' '}
            <span className="mono">
              <SafeText>{reach.name.replaceAll('.', '[.]')}</SafeText>
            </span>
          </>
        )}
        {reach.otherCases + reach.otherTargets > 0 && (
          <p className="wall">{words.otherHere(number(reach.otherCases), number(reach.otherTargets))}</p>
        )}
      </td>
      <td data-label={words.verdict}>
        <Walls verdict={verdict} />
      </td>
      <td data-label={words.by}>{proposable && <Able providers={verdict.providers} />}</td>
    </tr>
  );
};

/** What each action would make unreachable, and what guard, mandate and competence say, before anybody proposes. */
export const CaseMeasures = ({ view }: { readonly view: CaseView }) => {
  const words = useWords(caseWords);
  const term = useTerm();
  const category = categoryOf(view);
  const found = useVerdicts(view.id, view.version, category, 0);
  if (view.status !== 'open' && view.status !== 'awaiting-approval') return null;
  const noTarget = found.error instanceof Refusal && found.error.code === 'no-target';
  return (
    <section className="block">
      <h3>
        {words.measures}{' '}
        {category !== undefined && <span className="count-soft">{words.measuresFor(term(CATEGORIES, category))}</span>}
      </h3>
      {category === undefined && <p className="soft">{words.chooseCategory}</p>}
      {category !== undefined && found.isPending && <Loading rows={3} />}
      {noTarget && <p className="soft">{words.noTargetNoMeasure}</p>}
      {found.isError && !noTarget && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.data && (
        <table className="measures">
          <thead>
            <tr>
              <th scope="col">{words.action}</th>
              <th scope="col">{words.reach}</th>
              <th scope="col">{words.verdict}</th>
              <th scope="col">{words.by}</th>
            </tr>
          </thead>
          <tbody>
            {found.data.actions.map((verdict) => (
              <Row key={verdict.action} verdict={verdict} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
};
