import { useState } from 'react';
import { CATEGORIES, REFERRAL_OUTCOMES, keysOf, type ReferralView } from '#libs/contracts';
import { useMe } from '../../api/session.js';
import { Countdown } from '../../parts/countdown.js';
import { DefangedTarget } from '../../parts/defanged-target.js';
import { Dialog } from '../../parts/dialog.js';
import { SelectField, TextArea } from '../../parts/field.js';
import { Province, Unit } from '../../parts/named.js';
import { Pill } from '../../parts/pill.js';
import { SafeText } from '../../parts/safe-text.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { useFormats } from '../../words/formats.js';
import { helpWords } from '../../words/help.js';
import { useTerm, useWords } from '../../words/language.js';
import { isWaiting, useReferrals, useStep, type Shown } from './beside.js';
import { ShownFilter } from './shown-filter.js';

const TONES = { sent: 'warning', received: 'notice', outcome: 'success' } as const;

const OutcomeForm = ({ referral, done }: { readonly referral: ReferralView; readonly done: () => void }) => {
  const words = useWords(helpWords);
  const term = useTerm();
  const [outcome, setOutcome] = useState(keysOf(REFERRAL_OUTCOMES)[0]);
  const [note, setNote] = useState('');
  const take = useStep();
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        take.mutate({
          path: `/referrals/${referral.id}/outcome`,
          version: referral.version,
          body: { outcome, ...(note.trim() === '' ? {} : { note }) },
          said: words.saved,
          then: done,
        });
      }}
    >
      <SelectField
        label={words.result}
        value={outcome}
        options={keysOf(REFERRAL_OUTCOMES).map((value) => ({ value, label: term(REFERRAL_OUTCOMES, value) }))}
        onChange={(event) => setOutcome(event.target.value as typeof outcome)}
      />
      <TextArea label={words.resultNote} value={note} onChange={(event) => setNote(event.target.value)} />
      <button type="submit" className="button main" disabled={take.isPending}>
        {words.save}
      </button>
    </form>
  );
};

interface ReferralProps {
  readonly referral: ReferralView;
  readonly record: () => void;
}

const Referral = ({ referral, record }: ReferralProps) => {
  const words = useWords(helpWords);
  const term = useTerm();
  const me = useMe();
  const { moment } = useFormats();
  const take = useStep();
  const { id, category, state, targets, version, unit, dueAt, outcome } = referral;
  const own = unit === me.unit;
  return (
    <li className={isWaiting(referral) && referral.overdue ? 'plea pressing' : 'plea'} data-referral={id}>
      <div className="plea-head">
        <h2>{category === null ? '—' : term(CATEGORIES, category)}</h2>
        {isWaiting(referral) && dueAt !== null && <Countdown to={dueAt} />}
      </div>
      <p className="pills">
        <Pill tone={TONES[state]}>{words[state]}</Pill>
        {outcome !== null && <Pill tone="success">{term(REFERRAL_OUTCOMES, outcome)}</Pill>}
      </p>
      {targets.map((target, index) => (
        <DefangedTarget key={index} target={target} />
      ))}
      <dl className="facts">
        {referral.reason !== null && (
          <>
            <dt>{words.from}</dt>
            <dd>
              <SafeText block>{referral.reason}</SafeText>
            </dd>
          </>
        )}
        {!own && (
          <>
            <dt>{words.to}</dt>
            <dd>
              <Unit id={unit} />
            </dd>
          </>
        )}
        {referral.province !== null && (
          <>
            <dt>{words.province}</dt>
            <dd>
              <Province id={referral.province} />
            </dd>
          </>
        )}
        <dt>{words.sentAt}</dt>
        <dd>{moment(referral.sentAt)}</dd>
        <dt>{words.caseNumber}</dt>
        <dd className="mono">{referral.caseId.slice(0, 8)}</dd>
        {referral.note !== null && referral.note !== '' && (
          <>
            <dt>{words.note}</dt>
            <dd>
              <SafeText block>{referral.note}</SafeText>
            </dd>
          </>
        )}
      </dl>
      {own && state !== 'outcome' && (
        <p className="buttons">
          {state === 'sent' && (
            <button
              type="button"
              className="button main"
              disabled={take.isPending}
              onClick={() =>
                take.mutate({ path: `/referrals/${id}/receive`, version, body: {}, said: words.receivedDone })
              }
            >
              {words.receive}
            </button>
          )}
          {state === 'received' && (
            <button type="button" className="button main" onClick={record}>
              {words.record}
            </button>
          )}
        </p>
      )}
    </li>
  );
};

/** What was referred to one's unit, and how it stands with what one's own cases referred. */
export const Referrals = () => {
  const words = useWords(helpWords);
  const [shown, setShown] = useState<Shown>({ waiting: true, overdue: false });
  const [recording, setRecording] = useState<string>();
  const found = useReferrals(shown);
  const all = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const list = shown.waiting ? all.filter(isWaiting) : all;
  const referral = all.find(({ id }) => id === recording);
  const close = (): void => setRecording(undefined);
  return (
    <div className="stack">
      <p className="soft">{words.never}</p>
      <ShownFilter shown={shown} change={setShown} />
      {found.isPending && <Loading rows={4} />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && list.length === 0 && <Empty title={words.noReferrals}>{words.noReferralsHint}</Empty>}
      <ul className="pleas">
        {list.map((one) => (
          <Referral key={one.id} referral={one} record={() => setRecording(one.id)} />
        ))}
      </ul>
      {found.hasNextPage && (
        <button type="button" className="button" onClick={() => void found.fetchNextPage()}>
          {words.more}
        </button>
      )}
      {referral !== undefined && (
        <Dialog title={words.record} onClose={close}>
          <OutcomeForm referral={referral} done={close} />
        </Dialog>
      )}
    </div>
  );
};
