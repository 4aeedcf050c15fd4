import { useQuery } from '@tanstack/react-query';
import { useMe } from '../../api/session.js';
import { useCommands } from '../../keys/commands.js';
import { KeyHint } from '../../keys/key-hint.js';
import { useWords } from '../../words/language.js';
import { queueWords } from '../../words/queue.js';
import { useClaim } from './commands.js';
import { caseQuery } from './queries.js';

interface DecisionBarProps {
  readonly caseId: string | undefined;
  readonly claimNext: () => void;
  readonly claiming: boolean;
}

const ClaimButton = ({ caseId }: { readonly caseId: string }) => {
  const words = useWords(queueWords);
  const me = useMe();
  const { data: view } = useQuery(caseQuery(caseId));
  const mine = view?.claim?.by === me.id;
  const claim = useClaim(caseId, mine ? 'release' : 'claim');
  const label = mine ? words.release : words.claim;
  const enabled = view?.status === 'open' && (view.claim === undefined || mine) && !claim.isPending;
  useCommands([{ id: 'claim', group: 'decision', label, keys: 'c', run: () => claim.mutate(), enabled }]);
  return (
    <button type="button" className="button" disabled={!enabled} onClick={() => claim.mutate()}>
      {label} <KeyHint id="claim" keys="c" />
    </button>
  );
};

/** What can be done, with its keys, always at the same place. */
export const DecisionBar = ({ caseId, claimNext, claiming }: DecisionBarProps) => {
  const words = useWords(queueWords);
  return (
    <footer className="decision-bar not-on-paper">
      {caseId !== undefined && <ClaimButton caseId={caseId} />}
      <button type="button" className="button main" disabled={claiming} onClick={claimNext}>
        {words.claimNext} <KeyHint id="claim-next" keys="n" />
      </button>
    </footer>
  );
};
