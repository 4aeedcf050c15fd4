import { REFERRAL_OUTCOMES, REFERRAL_RECIPIENTS, SUPPORT_STATES, type CaseView } from '#libs/contracts';
import { Countdown } from '../../../parts/countdown.js';
import { Person, Unit } from '../../../parts/named.js';
import { Pill } from '../../../parts/pill.js';
import { Failed } from '../../../parts/states.js';
import { caseWords } from '../../../words/case.js';
import { useTerm, useWords } from '../../../words/language.js';
import { useReferrals, useSupport } from '../queries.js';

/** Getting help to the child and the matter to the police: beside the decision, never after it. */
export const CaseBeside = ({ view }: { readonly view: CaseView }) => {
  const words = useWords(caseWords);
  const term = useTerm();
  const support = useSupport(view.id, view.plea);
  const referrals = useReferrals(view.id);
  const nothing = referrals.data?.items.length === 0 && !view.plea;
  return (
    <section className="block">
      <h3>{words.beside}</h3>
      {support.isError && <Failed error={support.error} retry={() => void support.refetch()} />}
      {referrals.isError && <Failed error={referrals.error} retry={() => void referrals.refetch()} />}
      <ul className="beside">
        {support.data?.items.map((plea) => (
          <li key={plea.id}>
            <span>
              <Pill tone={plea.state === 'requested' ? 'danger' : 'success'}>{term(SUPPORT_STATES, plea.state)}</Pill>{' '}
              <Unit id={plea.unit} />
            </span>
            {plea.state === 'requested' && <Countdown to={plea.contactBy} />}
            <span className="soft small-text">
              {plea.onCall === null ? words.noOnCall : words.onCall('')}
              {plea.onCall !== null && <Person id={plea.onCall} />}
            </span>
          </li>
        ))}
        {referrals.data?.items.map((referral) => (
          <li key={referral.id}>
            <span>
              <Pill tone={referral.state === 'sent' ? 'warning' : 'success'}>{words[referral.state]}</Pill>{' '}
              {term(REFERRAL_RECIPIENTS, referral.recipient)}
            </span>
            {referral.dueAt !== null && referral.state !== 'outcome' && <Countdown to={referral.dueAt} />}
            <span className="soft small-text">
              <Unit id={referral.unit} />
              {referral.outcome !== null && <> · {term(REFERRAL_OUTCOMES, referral.outcome)}</>}
            </span>
          </li>
        ))}
      </ul>
      {nothing && <p className="soft small-text">{words.noBeside}</p>}
    </section>
  );
};
