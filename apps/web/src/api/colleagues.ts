import { useQuery } from '@tanstack/react-query';
import { call } from './client.js';
import { holds, useMe } from './session.js';

const NONE: ReadonlyMap<string, string> = new Map();

/** Names of the people of one's unit by their id; nothing for those who may not ask. */
export const useNames = (): ReadonlyMap<string, string> => {
  const me = useMe();
  const { data } = useQuery({
    queryKey: ['colleagues'],
    queryFn: ({ signal }) => call('colleagues', '/colleagues', { signal }),
    enabled: holds(me, 'analyst', 'approver'),
    staleTime: 10 * 60_000,
    select: byId,
  });
  return data ?? NONE;
};

const byId = ({ items }: { readonly items: readonly { readonly id: string; readonly name: string }[] }) =>
  new Map(items.map(({ id, name }) => [id, name]));
