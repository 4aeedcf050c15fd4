import { useState } from 'react';
import { CATEGORIES, keysOf, type Category } from '#libs/contracts';
import { Dialog } from '../../parts/dialog.js';
import { CheckField } from '../../parts/field.js';
import { Failed, Loading } from '../../parts/states.js';
import { careWords } from '../../words/care.js';
import { useFormats } from '../../words/formats.js';
import { useTerm, useWords } from '../../words/language.js';
import { useCare, useOptOut } from './care.js';

/** One's own day, and what one does not want to be handed. */
export const CareDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const words = useWords(careWords);
  const term = useTerm();
  const { number } = useFormats();
  const care = useCare();
  const optOut = useOptOut();
  // Shown at once, kept until the answer is there.
  const [wanted, setWanted] = useState<readonly Category[]>();
  const chosen = wanted ?? care.data?.optedOut ?? [];
  const set = (category: Category, out: boolean): void => {
    const others = chosen.filter((one) => one !== category);
    const to = out ? [...others, category] : others;
    setWanted(to);
    optOut.mutate(to, { onSettled: () => setWanted(undefined) });
  };
  return (
    <Dialog title={words.title} onClose={onClose}>
      <p className="soft">{words.private}</p>
      {care.isPending && <Loading rows={2} />}
      {care.isError && <Failed error={care.error} retry={() => void care.refetch()} />}
      {optOut.isError && <p className="error-line">{optOut.error.message}</p>}
      {care.data && (
        <>
          <dl className="facts">
            <dt>{words.handled}</dt>
            <dd>{words.of(number(care.data.handledInShift), number(care.data.shiftCap))}</dd>
            <dt>{words.run}</dt>
            <dd>{words.of(number(care.data.severeRun), number(care.data.severeRunLimit))}</dd>
          </dl>
          <fieldset className="stack">
            <legend>{words.optOut}</legend>
            <p className="soft small-text">{words.optOutHint}</p>
            {keysOf(CATEGORIES).map((category) => (
              <CheckField
                key={category}
                label={term(CATEGORIES, category)}
                checked={chosen.includes(category)}
                onChange={(event) => set(category, event.target.checked)}
              />
            ))}
          </fieldset>
        </>
      )}
    </Dialog>
  );
};
