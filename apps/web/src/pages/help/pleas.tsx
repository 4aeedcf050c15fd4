import { useState } from 'react';
import { SUPPORT_STATES, type SupportView } from '#libs/contracts';
import { useMe } from '../../api/session.js';
import { Countdown } from '../../parts/countdown.js';
import { Dialog } from '../../parts/dialog.js';
import { TextArea } from '../../parts/field.js';
import { Person, Unit } from '../../parts/named.js';
import { Pill } from '../../parts/pill.js';
import { SafeText } from '../../parts/safe-text.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { useUnsent } from '../../parts/unsent.js';
import { useFormats } from '../../words/formats.js';
import { helpWords } from '../../words/help.js';
import { useTerm, useWords } from '../../words/language.js';
import { isWaiting, usePleas, useStep, type Shown } from './beside.js';
import { ShownFilter } from './shown-filter.js';

type Step = 'offer' | 'provided' | 'declined';

const StepForm = ({
  plea,
  step,
  done,
}: {
  readonly plea: SupportView;
  readonly step: Step;
  readonly done: () => void;
}) => {
  const words = useWords(helpWords);
  const [note, setNote] = useState('');
  const take = useStep();
  useUnsent(note !== '' && !take.isSuccess);
  const hints = { offer: words.offerHint, provided: words.provideHint, declined: words.declineHint };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        const path = `/support/${plea.id}/${step}`;
        take.mutate({ path, version: plea.version, body: { note }, said: words.saved, then: done });
      }}
    >
      <TextArea
        label={words.what}
        hint={hints[step]}
        required
        minLength={3}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <button type="submit" className="button main" disabled={take.isPending}>
        {words.save}
      </button>
    </form>
  );
};

const Contact = ({ plea }: { readonly plea: SupportView }) => {
  const words = useWords(helpWords);
  // Missing altogether: this reader's unit is not the one that reaches the child.
  if (plea.safeContact === undefined) return null;
  if (plea.safeContact === null || plea.safeContact === '') return <p className="soft">{words.noContact}</p>;
  return (
    <p className="safe-contact">
      <span className="small-text">{words.safeContact}</span>
      <SafeText>{plea.safeContact}</SafeText>
      <span className="small-text">{words.safeOnly}</span>
    </p>
  );
};

const Plea = ({ plea, act }: { readonly plea: SupportView; readonly act: (step: Step) => void }) => {
  const words = useWords(helpWords);
  const term = useTerm();
  const me = useMe();
  const { moment } = useFormats();
  const waiting = isWaiting(plea);
  const own = plea.unit === me.unit;
  return (
    <li className={waiting && (plea.childInDanger || plea.overdue) ? 'plea pressing' : 'plea'} data-plea={plea.id}>
      <div className="plea-head">
        <h2>{plea.childInDanger ? words.danger : words.helpWanted}</h2>
        {waiting && plea.state === 'requested' && <Countdown to={plea.contactBy} />}
      </div>
      <p className="pills">
        {plea.state !== 'requested' && (
          <Pill tone={plea.state === 'provided' ? 'success' : 'notice'}>{term(SUPPORT_STATES, plea.state)}</Pill>
        )}
        {plea.onCall === null ? (
          waiting && <Pill tone="warning">{words.nobodyOnCall}</Pill>
        ) : (
          <Pill tone={plea.onCall === me.id ? 'success' : 'notice'}>
            {plea.onCall === me.id ? (
              words.yourTurn
            ) : (
              <>
                {words.onCall}: <Person id={plea.onCall} />
              </>
            )}
          </Pill>
        )}
      </p>
      <Contact plea={plea} />
      <dl className="facts">
        <dt>{words.unit}</dt>
        <dd>
          <Unit id={plea.unit} />
        </dd>
        <dt>{words.asked}</dt>
        <dd>{moment(plea.requestedAt)}</dd>
        {plea.note !== null && plea.note !== '' && (
          <>
            <dt>{words.note}</dt>
            <dd>
              <SafeText block>{plea.note}</SafeText>
            </dd>
          </>
        )}
      </dl>
      {own && waiting && (
        <p className="buttons">
          {plea.state === 'requested' && (
            <button type="button" className="button main" onClick={() => act('offer')}>
              {words.offer}
            </button>
          )}
          <button
            type="button"
            className={plea.state === 'offered' ? 'button main' : 'button'}
            onClick={() => act('provided')}
          >
            {words.provide}
          </button>
          <button type="button" className="button quiet" onClick={() => act('declined')}>
            {words.decline}
          </button>
        </p>
      )}
    </li>
  );
};

/** Pleas for help, the most pressing first. How a child is reached safely stands where it cannot be overlooked. */
export const Pleas = () => {
  const words = useWords(helpWords);
  const [shown, setShown] = useState<Shown>({ waiting: true, overdue: false });
  const [acting, setActing] = useState<{ readonly id: string; readonly step: Step }>();
  const found = usePleas(shown);
  const all = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const list = shown.waiting ? all.filter(isWaiting) : all;
  const plea = all.find(({ id }) => id === acting?.id);
  const titles = { offer: words.offer, provided: words.provide, declined: words.decline };
  const close = (): void => setActing(undefined);
  return (
    <div className="stack">
      <ShownFilter shown={shown} change={setShown} />
      {found.isPending && <Loading rows={4} />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && list.length === 0 && <Empty title={words.noPleas}>{words.noPleasHint}</Empty>}
      <ul className="pleas">
        {list.map((one) => (
          <Plea key={one.id} plea={one} act={(step) => setActing({ id: one.id, step })} />
        ))}
      </ul>
      {found.hasNextPage && (
        <button type="button" className="button" onClick={() => void found.fetchNextPage()}>
          {words.more}
        </button>
      )}
      {acting !== undefined && plea !== undefined && (
        <Dialog title={titles[acting.step]} onClose={close}>
          <StepForm plea={plea} step={acting.step} done={close} />
        </Dialog>
      )}
    </div>
  );
};
