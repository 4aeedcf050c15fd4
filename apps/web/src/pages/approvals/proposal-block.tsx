import { ACTIONS, SPEECH_KINDS, type ActionVerdictView, type CaseView, type MandateCondition } from '#libs/contracts';
import { CoveredText } from '../../parts/covered-text.js';
import { Person, Provider, Unit } from '../../parts/named.js';
import { useNow } from '../../parts/now.js';
import { SafeText } from '../../parts/safe-text.js';
import { approvalWords } from '../../words/approvals.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { useNamed } from '../../api/names.js';
import { daysOf, defangedHost } from './checks.js';

interface ProposalBlockProps {
  readonly view: CaseView;
  readonly proposal: NonNullable<CaseView['proposal']>;
  readonly verdict: ActionVerdictView | undefined;
}

/** What a request would name, in letters that cannot be clicked. */
const Scope = ({ view, proposal }: Omit<ProposalBlockProps, 'verdict'>) => {
  const { scope, targetIndex } = proposal;
  const shown =
    scope.url === undefined
      ? defangedHost(scope.host ?? scope.domain ?? '')
      : (view.targets[targetIndex]?.defanged ?? defangedHost(view.targets[targetIndex]?.host ?? ''));
  return (
    <span className="mono">
      <SafeText>{shown}</SafeText>
    </span>
  );
};

const Effect = ({ proposal }: Pick<ProposalBlockProps, 'proposal'>) => {
  const words = useWords(approvalWords);
  const authority = useNamed('unit', proposal.authority ?? '-')?.name ?? proposal.authority ?? '—';
  if (proposal.competent) return <p className="soft">{words.effectOrder}</p>;
  return (
    <p className="banner warning">
      <SafeText>{words.effectLetter(authority)}</SafeText>
    </p>
  );
};

/** Loud only where the mandate asks for it. */
const Missing = ({ needed }: { readonly needed: boolean }) => (
  <span className={needed ? 'missing' : 'soft'}>{useWords(approvalWords).notStated}</span>
);

/** Exactly what would be signed: what, against whom, how long, why, and what approving it sets off. */
export const ProposalBlock = ({ view, proposal, verdict }: ProposalBlockProps) => {
  const words = useWords(approvalWords);
  const term = useTerm();
  const { day, number } = useFormats();
  const days = daysOf(proposal, useNow());
  const needs = (condition: MandateCondition): boolean => verdict?.mandate.conditions.includes(condition) ?? false;
  const basis = verdict?.legalBases.find(({ id }) => id === proposal.legalBasis)?.citation ?? proposal.legalBasis;
  const providers =
    proposal.providers ??
    (verdict?.providers.kind === 'requests' ? verdict.providers.able.map(({ id }) => id) : undefined);
  return (
    <section className="block step-block" aria-labelledby="approval-asked">
      <h3 id="approval-asked">{view.status === 'awaiting-approval' ? words.asked : words.reviewed}</h3>
      <p className="asked-line">
        {term(ACTIONS, proposal.action)} <Scope view={view} proposal={proposal} />
      </p>
      {view.status === 'awaiting-approval' && <Effect proposal={proposal} />}
      <dl className="facts">
        <dt>{words.until}</dt>
        <dd>
          {day(proposal.expiresAt)} <span className="soft">({words.days(number(days))})</span>
        </dd>
        <dt>{words.basis}</dt>
        <dd>
          <SafeText>{basis}</SafeText>
        </dd>
        <dt>{words.proposedBy}</dt>
        <dd>
          {proposal.by === null ? <span className="soft">{words.hiddenYet}</span> : <Person id={proposal.by} unit />}
        </dd>
        <dt>{words.reasons}</dt>
        <dd>
          {proposal.reasons === null ? (
            <span className="soft">{words.hiddenYet}</span>
          ) : (
            <CoveredText caseId={view.id} text={proposal.reasons} marks={[]} part="proposal" />
          )}
        </dd>
        <dt>{words.harm}</dt>
        <dd>
          {proposal.harm === null ? (
            <Missing needed={needs('harm-statement')} />
          ) : (
            <SafeText block>{proposal.harm.stated}</SafeText>
          )}
        </dd>
        {proposal.harm !== null && (
          <>
            <dt>{words.verified}</dt>
            <dd>
              <SafeText block>{proposal.harm.verifiedHow}</SafeText>
            </dd>
          </>
        )}
        <dt>{words.proportionality}</dt>
        <dd>
          {proposal.proportionality === null ? (
            <Missing needed={needs('proportionality')} />
          ) : (
            <SafeText block>{proposal.proportionality}</SafeText>
          )}
        </dd>
        {proposal.speech !== null && (
          <>
            <dt>{words.speech}</dt>
            <dd>{term(SPEECH_KINDS, proposal.speech)}</dd>
          </>
        )}
        <dt>{words.providers}</dt>
        <dd>
          {providers === undefined
            ? words.schools
            : providers.map((id, index) => (
                <span key={id}>
                  {index > 0 && ', '}
                  <Provider id={id} />
                </span>
              ))}
          {providers?.length === 0 && '—'}
        </dd>
        {proposal.agreedBy.length > 0 && (
          <>
            <dt>{words.agreed}</dt>
            <dd>
              {proposal.agreedBy.map((id) => (
                <Unit key={id} id={id} />
              ))}
            </dd>
          </>
        )}
        {proposal.passedTo !== null && (
          <>
            <dt>{words.passedTo}</dt>
            <dd>
              <Person id={proposal.passedTo} />
            </dd>
          </>
        )}
      </dl>
    </section>
  );
};
