import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { EventType } from '#libs/contracts';
import { call, command } from '../../api/client.js';
import { Table } from '../../parts/records.js';
import { SafeText } from '../../parts/safe-text.js';
import { Empty, Failed, Loading } from '../../parts/states.js';
import { toast } from '../../parts/toasts.js';
import { adminWords } from '../../words/admin.js';
import { EVENT_WORDS } from '../../words/events.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';

/** What could not be handled, and the way to try it again. */
export const ParkedPage = () => {
  const words = useWords(adminWords);
  const term = useTerm();
  const { moment, number } = useFormats();
  const queries = useQueryClient();
  const parked = useQuery({
    queryKey: ['parked'],
    queryFn: ({ signal }) => call('parked', '/parked', { signal }),
    refetchInterval: 15_000,
  });
  const retry = useMutation({
    mutationFn: (id: string) => command('parkedRetry', `/parked/${encodeURIComponent(id)}/retry`, { body: {} }),
    onSuccess: () => toast({ text: words.retrying }),
    onError: (error) => toast({ text: error.message, tone: 'danger' }),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['parked'] }),
  });
  return (
    <section className="page" aria-labelledby="parked-title">
      <header className="page-head">
        <h1 id="parked-title">{words.parked}</h1>
        <p className="soft">{words.parkedLead}</p>
      </header>
      {parked.isPending && <Loading rows={2} />}
      {parked.isError && <Failed error={parked.error} retry={() => void parked.refetch()} />}
      {parked.data?.items.length === 0 && <Empty title={words.noParked} />}
      {parked.data && parked.data.items.length > 0 && (
        <Table
          label={words.parked}
          items={parked.data.items}
          keyOf={({ id }) => id}
          columns={[
            { name: words.at, cell: ({ parkedAt }) => moment(parkedAt) },
            { name: words.event, cell: ({ type }) => term(EVENT_WORDS, type as EventType) },
            { name: words.subscription, cell: ({ subscription }) => <span className="mono">{subscription}</span> },
            { name: words.error, cell: ({ error }) => error !== null && <SafeText>{error}</SafeText> },
            { name: words.attempts, figure: true, cell: ({ attempts }) => number(attempts) },
            { name: words.waiting, figure: true, cell: ({ waiting }) => number(waiting) },
            {
              name: words.retry,
              cell: ({ id }) => (
                <button
                  type="button"
                  className="button small"
                  disabled={retry.isPending}
                  onClick={() => retry.mutate(id)}
                >
                  {words.retry}
                </button>
              ),
            },
          ]}
        />
      )}
    </section>
  );
};
