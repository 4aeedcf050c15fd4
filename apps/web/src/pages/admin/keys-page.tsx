import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { KEY_ROLES, type KeyView } from '#libs/contracts';
import { call, command } from '../../api/client.js';
import { Dialog } from '../../parts/dialog.js';
import { CheckField } from '../../parts/field.js';
import { Provider, Unit } from '../../parts/named.js';
import { Pill } from '../../parts/pill.js';
import { Table } from '../../parts/records.js';
import { SafeText } from '../../parts/safe-text.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { toast } from '../../parts/toasts.js';
import { adminWords } from '../../words/admin.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { IssueKeyForm } from './issue-key-form.js';

const KEYS = ['keys'] as const;
const isLapsed = ({ notAfter }: KeyView): boolean => notAfter !== null && Date.parse(notAfter) < Date.now();

/** Keys of programs: issued, shown once, revoked at once. */
export const KeysPage = () => {
  const words = useWords(adminWords);
  const term = useTerm();
  const { moment } = useFormats();
  const queries = useQueryClient();
  const [live, setLive] = useState(true);
  const [issuing, setIssuing] = useState(false);
  const [revoking, setRevoking] = useState<KeyView>();
  const keys = useQuery({
    queryKey: [...KEYS, live],
    queryFn: ({ signal }) => call('keys', '/keys', { query: live ? { live: true } : {}, signal }),
  });
  const again = (): void => void queries.invalidateQueries({ queryKey: KEYS });
  const revoke = useMutation({
    mutationFn: ({ id }: KeyView) => command('keyRevoked', `/keys/${id}`, { method: 'DELETE' }),
    onSuccess: () => toast({ text: words.revoked }),
    onError: (error) => toast({ text: error.message, tone: 'danger' }),
    onSettled: again,
  });
  return (
    <section className="page" aria-labelledby="keys-title">
      <header className="page-head">
        <h1 id="keys-title">{words.keys}</h1>
        <p className="soft">{words.keysLead}</p>
        <button type="button" className="button main" onClick={() => setIssuing(true)}>
          {words.issue}
        </button>
      </header>
      <CheckField label={words.liveOnly} checked={live} onChange={({ target }) => setLive(target.checked)} />
      {keys.isPending && <Loading rows={4} />}
      {keys.isError && <Failed error={keys.error} retry={() => void keys.refetch()} />}
      {keys.data?.items.length === 0 && <Empty title={words.noKeys} />}
      {keys.data && keys.data.items.length > 0 && (
        <Table
          label={words.keys}
          items={keys.data.items}
          keyOf={({ id }) => id}
          columns={[
            { name: words.keyName, cell: ({ name }) => <SafeText>{name}</SafeText> },
            { name: words.role, cell: ({ role }) => term(KEY_ROLES, role) },
            {
              name: words.holder,
              cell: ({ unit, provider }) =>
                provider !== null ? <Provider id={provider} /> : unit !== null ? <Unit id={unit} /> : null,
            },
            { name: words.created, cell: ({ createdAt }) => moment(createdAt) },
            { name: words.until, cell: ({ notAfter }) => notAfter !== null && moment(notAfter) },
            {
              name: words.state,
              cell: (key) =>
                key.revokedAt !== null ? (
                  <Pill tone="danger">{words.dead}</Pill>
                ) : isLapsed(key) ? (
                  <Pill>{words.lapsed}</Pill>
                ) : (
                  <span className="pills">
                    <Pill tone="success">{words.live}</Pill>
                    <button type="button" className="button danger small" onClick={() => setRevoking(key)}>
                      {words.revoke}
                    </button>
                  </span>
                ),
            },
          ]}
        />
      )}
      {issuing && (
        <IssueKeyForm
          close={() => {
            setIssuing(false);
            again();
          }}
        />
      )}
      {revoking && (
        <Dialog title={words.revoke} onClose={() => setRevoking(undefined)}>
          <p>
            {words.revokeSure}{' '}
            <strong>
              <SafeText>{revoking.name}</SafeText>
            </strong>
          </p>
          <p className="actions">
            <button
              type="button"
              className="button danger"
              onClick={() => {
                revoke.mutate(revoking);
                setRevoking(undefined);
              }}
            >
              {words.revoke}
            </button>
            <button type="button" className="button quiet" data-first onClick={() => setRevoking(undefined)}>
              {words.cancel}
            </button>
          </p>
        </Dialog>
      )}
    </section>
  );
};
