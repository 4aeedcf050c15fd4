import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, command } from '../../api/client.js';
import { useNamed } from '../../api/names.js';
import { holds, useMe } from '../../api/session.js';
import { Dialog } from '../../parts/dialog.js';
import { Person } from '../../parts/named.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { toast } from '../../parts/toasts.js';
import { useFormats } from '../../words/formats.js';
import { useWords } from '../../words/language.js';
import { teamWords } from '../../words/team.js';
import { ShiftForm } from './shift-form.js';

const ON_CALL = ['on-call'] as const;

const CancelShift = ({ id, person, from }: { readonly id: string; readonly person: string; readonly from: string }) => {
  const words = useWords(teamWords);
  const { moment } = useFormats();
  const name = useNamed('person', person)?.name ?? person;
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => command('onCallSet', `/on-call/${id}/cancel`, { body: {} }),
    onSuccess: () => toast({ text: words.cancelled }),
    onError: (error) => toast({ text: error.message, tone: 'danger' }),
    onSettled: () => queries.invalidateQueries({ queryKey: ON_CALL }),
  });
  return (
    <button
      type="button"
      className="button quiet small"
      disabled={cancel.isPending}
      aria-label={words.cancelOf(name, moment(from))}
      onClick={() => cancel.mutate()}
    >
      {words.cancel}
    </button>
  );
};

/** Who is on call for pleas of help of one's own unit: now, and for a month. */
export const Rota = () => {
  const words = useWords(teamWords);
  const { moment } = useFormats();
  const me = useMe();
  const [adding, setAdding] = useState(false);
  const sets = holds(me, 'approver', 'referral-recipient');
  const rota = useQuery({
    queryKey: ON_CALL,
    queryFn: ({ signal }) => call('onCall', '/on-call', { afterMine: true, signal }),
    refetchInterval: 60_000,
  });
  if (rota.isPending) return <Loading rows={4} />;
  if (rota.isError) return <Failed error={rota.error} retry={() => void rota.refetch()} />;
  const { now, items } = rota.data;
  return (
    <div className="stack">
      <div className={now === null ? 'on-call nobody' : 'on-call'}>
        <div>
          <p className="small-text">{now === null ? words.nobodyOnCall : words.onCallNow}</p>
          {now === null ? (
            <p className="small-text">{words.nobodyOnCallHint}</p>
          ) : (
            <p className="on-call-name">
              <Person id={now} />
            </p>
          )}
        </div>
        {sets && (
          <button type="button" className="button main" onClick={() => setAdding(true)}>
            {words.add}
          </button>
        )}
      </div>
      {items.length === 0 ? (
        <Empty title={words.noShifts} />
      ) : (
        <div className="table-box">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{words.who}</th>
                <th scope="col">{words.from}</th>
                <th scope="col">{words.until}</th>
                <th scope="col">{words.setBy}</th>
                {sets && (
                  <th scope="col">
                    <span className="unseen">{words.cancel}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {items.map(({ id, person, from, until, setBy }) => (
                <tr key={id}>
                  <th scope="row">
                    <Person id={person} />
                  </th>
                  <td>{moment(from)}</td>
                  <td>{moment(until)}</td>
                  <td className="soft">
                    <Person id={setBy} />
                  </td>
                  {sets && (
                    <td className="number">
                      <CancelShift id={id} person={person} from={from} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {adding && (
        <Dialog title={words.addTitle} onClose={() => setAdding(false)}>
          <ShiftForm
            done={() => {
              setAdding(false);
              void rota.refetch();
            }}
          />
        </Dialog>
      )}
    </div>
  );
};
