import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.js';
import { Person } from '../../parts/named.js';
import { Pill } from '../../parts/pill.js';
import { Table } from '../../parts/records.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { adminWords } from '../../words/admin.js';
import { useFormats } from '../../words/formats.js';
import { useWords } from '../../words/language.js';

/** Who can sign in, and which invitations are on their way. */
export const AccountsPage = () => {
  const words = useWords(adminWords);
  const { moment } = useFormats();
  const list = useQuery({
    queryKey: ['invitations'],
    queryFn: ({ signal }) => call('invitations', '/invitations', { signal }),
  });
  const yesNo = (yes: boolean) => <Pill tone={yes ? 'success' : 'quiet'}>{yes ? words.yes : words.no}</Pill>;
  return (
    <section className="page" aria-labelledby="accounts-title">
      <header className="page-head">
        <h1 id="accounts-title">{words.accounts}</h1>
        <p className="soft">{words.accountsLead}</p>
      </header>
      {list.isPending && <Loading rows={4} />}
      {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.data && (
        <>
          <Table
            label={words.accounts}
            items={list.data.accounts}
            keyOf={({ person }) => person}
            columns={[
              { name: words.person, cell: ({ person }) => <Person id={person} unit /> },
              { name: words.password, cell: ({ password }) => yesNo(password) },
              { name: words.factor, cell: ({ secondFactor }) => yesNo(secondFactor) },
            ]}
          />
          <h2>{words.invitations}</h2>
          {list.data.items.length === 0 ? (
            <Empty title={words.noInvitations} />
          ) : (
            <Table
              label={words.invitations}
              items={list.data.items}
              keyOf={({ changeId }) => changeId}
              columns={[
                { name: words.person, cell: ({ person }) => <Person id={person} /> },
                {
                  name: words.state,
                  cell: ({ state }) => <Pill>{state === 'lapsed' ? words.lapsedInvitation : words[state]}</Pill>,
                },
                { name: words.created, cell: ({ createdAt }) => moment(createdAt) },
                { name: words.expires, cell: ({ expiresAt }) => moment(expiresAt) },
              ]}
            />
          )}
        </>
      )}
    </section>
  );
};
