import { Failed, Loading } from '../../parts/states.js';
import { Papers } from '../papers/papers.js';
import { useCase } from '../queue/queries.js';

/** The papers of a case that is not open on this page. */
export const PapersOf = ({ caseId }: { readonly caseId: string }) => {
  const found = useCase(caseId);
  if (found.isPending) return <Loading rows={2} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  return <Papers view={found.data} />;
};
