import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { CATEGORIES, type CaseSummary } from '#libs/contracts';
import { call } from '../../api/client.js';
import { CASES } from '../../api/keys.js';
import { useMe } from '../../api/session.js';
import { Countdown } from '../../parts/countdown.js';
import { TargetLine } from '../../parts/defanged-target.js';
import { Dialog } from '../../parts/dialog.js';
import { SelectField, TextField } from '../../parts/field.js';
import { Person } from '../../parts/named.js';
import { PriorityPill, StatusPill } from '../../parts/pill.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { teamWords } from '../../words/team.js';
import { AssignForm } from './assign-form.js';
import { PapersOf } from './papers-of.js';

type Whose = '' | 'nobody';

const useWork = (unit: string, q: string, whose: Whose) =>
  useQuery({
    queryKey: [...CASES, 'work', unit, q, whose],
    queryFn: ({ signal }) =>
      call('cases', '/cases', {
        query: {
          unit,
          status: ['open', 'awaiting-approval', 'awaiting-dismissal', 'letter-sent'],
          q,
          ...(whose === '' ? {} : { claimedBy: whose }),
          limit: 100,
        },
        afterMine: true,
        signal,
      }),
  });

interface RowProps {
  readonly row: CaseSummary;
  readonly chosen: boolean;
  readonly toggle: () => void;
  readonly papers: () => void;
}

const Row = ({ row, chosen, toggle, papers }: RowProps) => {
  const words = useWords(teamWords);
  const term = useTerm();
  const due = row.due.toSorted((a, b) => a.at.localeCompare(b.at))[0];
  const name = row.target.host?.replaceAll('.', '[.]') ?? row.id.slice(0, 8);
  return (
    <tr className={chosen ? 'chosen' : ''}>
      <td>
        <input type="checkbox" checked={chosen} onChange={toggle} aria-label={words.choose(name)} />
      </td>
      <th scope="row" className="target-cell">
        <TargetLine target={row.target} />
        <span className="pills">
          <PriorityPill priority={row.priority} />
          <StatusPill status={row.status} />
        </span>
      </th>
      <td>{row.category === undefined ? '—' : term(CATEGORIES, row.category)}</td>
      <td>{row.claim === undefined ? <span className="soft">{words.nobody}</span> : <Person id={row.claim.by} />}</td>
      <td>{due && <Countdown to={due.at} />}</td>
      <td className="number">
        <button type="button" className="button quiet small" aria-label={`${words.papersOf}: ${name}`} onClick={papers}>
          {words.papersOf}
        </button>
      </td>
    </tr>
  );
};

/** The unit's work and who has it: given to somebody, handed over to another unit, its papers registered. */
export const Assign = () => {
  const words = useWords(teamWords);
  const { number } = useFormats();
  const me = useMe();
  const [search, setSearch] = useState('');
  const [whose, setWhose] = useState<Whose>('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [open, setOpen] = useState<'assign' | { readonly papers: string }>();
  const work = useWork(me.unit, useDeferredValue(search), whose);
  const rows = work.data?.items ?? [];
  const picked = rows.filter(({ id }) => chosen.has(id));
  const toggle = (id: string): void => {
    const to = new Set(chosen);
    if (!to.delete(id)) to.add(id);
    setChosen(to);
  };
  return (
    <div className="stack">
      <p className="soft">{words.assignLead}</p>
      <div className="tools">
        <TextField
          label={words.find}
          type="search"
          value={search}
          maxLength={200}
          onChange={(event) => setSearch(event.target.value)}
        />
        <SelectField
          label={words.whose}
          value={whose}
          options={[
            { value: '', label: words.anybody },
            { value: 'nobody', label: words.nobody },
          ]}
          onChange={(event) => setWhose(event.target.value === 'nobody' ? 'nobody' : '')}
        />
        <button type="button" className="button main" disabled={picked.length === 0} onClick={() => setOpen('assign')}>
          {words.assign}
        </button>
        <p className="soft small-text" role="status">
          {words.chosen(number(picked.length))}
        </p>
      </div>
      {work.isPending && <Loading rows={6} />}
      {work.isError && <Failed error={work.error} retry={() => void work.refetch()} />}
      {work.isSuccess && rows.length === 0 && <Empty title={words.noCases}>{words.noCasesHint}</Empty>}
      {rows.length > 0 && (
        <div className="table-box">
          <table className="table work">
            <thead>
              <tr>
                <th scope="col">
                  <input
                    type="checkbox"
                    aria-label={words.chooseAll}
                    checked={picked.length === rows.length}
                    onChange={() => setChosen(new Set(picked.length === rows.length ? [] : rows.map(({ id }) => id)))}
                  />
                </th>
                <th scope="col">{words.target}</th>
                <th scope="col">{words.category}</th>
                <th scope="col">{words.holder}</th>
                <th scope="col">{words.due}</th>
                <th scope="col">
                  <span className="unseen">{words.papersOf}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row
                  key={row.id}
                  row={row}
                  chosen={chosen.has(row.id)}
                  toggle={() => toggle(row.id)}
                  papers={() => setOpen({ papers: row.id })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open === 'assign' && (
        <Dialog title={words.assign} onClose={() => setOpen(undefined)}>
          <AssignForm
            cases={picked}
            done={() => {
              setChosen(new Set());
              setOpen(undefined);
            }}
          />
        </Dialog>
      )}
      {typeof open === 'object' && (
        <Dialog title={words.papersTitle} onClose={() => setOpen(undefined)}>
          <PapersOf caseId={open.papers} />
        </Dialog>
      )}
    </div>
  );
};
