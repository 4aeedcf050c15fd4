import { useQuery } from '@tanstack/react-query';
import { REGISTER_KINDS, type RegisterKind } from '#libs/contracts';
import { call } from '../../api/client.js';

export const PENDING = ['pendingChanges'] as const;

export const usePending = () =>
  useQuery({
    queryKey: PENDING,
    queryFn: ({ signal }) => call('pendingChanges', '/registers/pending', { afterMine: true, signal }),
    refetchInterval: 30_000,
  });

/** Entries of a register as choices: id and what people call it. */
export const useChoices = (kind: RegisterKind | undefined) => {
  const { data } = useQuery({
    queryKey: ['register', kind],
    queryFn: ({ signal }) => call('register', `/registers/${kind ?? ''}`, { signal }),
    enabled: kind !== undefined,
    staleTime: 60_000,
  });
  return (data?.items ?? []).map(({ id, value }) => ({ value: id, label: titleOf(value) ?? id }));
};

/** What an entry is called, where it has a name. */
export const titleOf = (value: Readonly<Record<string, unknown>> | null): string | undefined => {
  const found = value?.['name'] ?? value?.['citation'] ?? value?.['unit'] ?? value?.['step'];
  return typeof found === 'string' ? found : undefined;
};

export const isRegisterKind = (kind: string): kind is RegisterKind => Object.hasOwn(REGISTER_KINDS, kind);
