import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.js';

/** Legal bases as they are cited, also those that ended; the id until they are there. */
export const useCitation = (): ((id: string) => string) => {
  const { data } = useQuery({
    queryKey: ['register', 'legal-basis', 'all'],
    queryFn: ({ signal }) => call('register', '/registers/legal-basis', { query: { all: true }, signal }),
    staleTime: 600_000,
  });
  return (id) => {
    const citation = data?.items.find((item) => item.id === id)?.value?.['citation'];
    return typeof citation === 'string' ? citation : id;
  };
};
