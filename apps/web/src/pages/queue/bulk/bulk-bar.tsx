import { Suspense, lazy, useState } from 'react';
import type { CaseSummary } from '#libs/contracts';
import { useCommands } from '../../../keys/commands.js';
import { KeyHint } from '../../../keys/key-hint.js';
import { bulkWords } from '../../../words/bulk.js';
import { useFormats } from '../../../words/formats.js';
import { useWords } from '../../../words/language.js';
import { queueWords } from '../../../words/queue.js';
import { BULK, type Bulk } from './bulk.js';

const BulkDialog = lazy(async () => ({ default: (await import('./bulk-dialog.js')).BulkDialog }));

const KEYS: Readonly<Record<Bulk, string>> = { claim: 'c', release: 'v', classify: 'l', dismiss: 'd', note: 'w' };

interface BulkBarProps {
  readonly rows: readonly CaseSummary[];
  readonly picked: ReadonlySet<string>;
  readonly clear: () => void;
}

/** Stands in the decision bar's place while cases are picked. Everything leads to a preview first. */
export const BulkBar = ({ rows, picked, clear }: BulkBarProps) => {
  const words = useWords(bulkWords);
  const queue = useWords(queueWords);
  const { number } = useFormats();
  const [what, setWhat] = useState<Bulk>();
  useCommands(
    BULK.map((one) => ({
      id: `bulk-${one}`,
      group: 'decision',
      label: words[one],
      keys: KEYS[one],
      run: () => setWhat(one),
    })),
  );
  return (
    <footer className="decision-bar not-on-paper" aria-label={words.bar}>
      <div className="bar-line">
        <strong role="status">{queue.picked(number(picked.size))}</strong>
        <button type="button" className="button quiet small" onClick={clear}>
          {queue.unpick} <kbd aria-hidden="true">Esc</kbd>
        </button>
        {BULK.map((one) => (
          <button key={one} type="button" className="button" onClick={() => setWhat(one)}>
            {words[one]} <KeyHint id={`bulk-${one}`} keys={KEYS[one]} />
          </button>
        ))}
      </div>
      {what !== undefined && (
        <Suspense fallback={null}>
          <BulkDialog
            what={what}
            cases={rows.filter(({ id }) => picked.has(id))}
            onClose={(done) => {
              setWhat(undefined);
              if (done) clear();
            }}
          />
        </Suspense>
      )}
    </footer>
  );
};
