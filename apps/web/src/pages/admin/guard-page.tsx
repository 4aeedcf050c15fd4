import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { ACTIONS } from '#libs/contracts';
import { call } from '../../api/client.js';
import { TextField } from '../../parts/field.js';
import { Pill } from '../../parts/pill.js';
import { Table } from '../../parts/records.js';
import { SafeText } from '../../parts/safe-text.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { adminWords } from '../../words/admin.js';
import { useTerm, useWords } from '../../words/language.js';

const route = getRouteApi('/quan-tri/thu-bao-ve');

/** Would this be kept from being blocked, and why? Asks the list, never the name itself. */
export const GuardPage = () => {
  const words = useWords(adminWords);
  const term = useTerm();
  const { name } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(name ?? '');
  const check = useQuery({
    queryKey: ['guardCheck', name],
    queryFn: ({ signal }) => call('guardCheck', '/registers/guard-check', { query: { name }, signal }),
    enabled: name !== undefined,
  });
  return (
    <section className="page" aria-labelledby="guard-title">
      <header className="page-head">
        <h1 id="guard-title">{words.guard}</h1>
        <p className="soft">{words.guardLead}</p>
      </header>
      <form
        className="filter-row"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({ search: typed.trim() === '' ? {} : { name: typed.trim() } });
        }}
      >
        <TextField
          label={words.guardName}
          type="search"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <button type="submit" className="button main">
          {words.check}
        </button>
      </form>
      {name !== undefined && check.isPending && <Loading rows={3} />}
      {check.isError && <Failed error={check.error} retry={() => void check.refetch()} />}
      {check.data?.host === null && <Empty title={words.unreadable} />}
      {check.data && check.data.host !== null && (
        <div className="stack" role="status">
          <p>
            {words.understood}{' '}
            <strong className="mono">
              <SafeText>{check.data.host}</SafeText>
            </strong>
          </p>
          <Table
            label={words.guard}
            items={check.data.actions}
            keyOf={({ action }) => action}
            columns={[
              { name: words.action, cell: ({ action }) => <span className="capital">{term(ACTIONS, action)}</span> },
              {
                name: words.state,
                cell: ({ stopped }) => (
                  <Pill tone={stopped ? 'success' : 'quiet'}>{stopped ? words.stopped : words.allowed}</Pill>
                ),
              },
              {
                name: words.because,
                cell: ({ entry, reason }) => (
                  <SafeText>{entry === null ? (reason ?? '') : `${entry.name} · ${entry.source}`}</SafeText>
                ),
              },
            ]}
          />
        </div>
      )}
    </section>
  );
};
