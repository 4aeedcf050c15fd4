import { CheckField } from '../../parts/field.js';
import { helpWords } from '../../words/help.js';
import { useWords } from '../../words/language.js';
import type { Shown } from './beside.js';

/** What is listed. */
export const ShownFilter = ({ shown, change }: { readonly shown: Shown; readonly change: (to: Shown) => void }) => {
  const words = useWords(helpWords);
  return (
    <div className="filters-line not-on-paper">
      <CheckField
        label={words.everything}
        checked={!shown.waiting}
        onChange={(event) => change({ ...shown, waiting: !event.target.checked })}
      />
      <CheckField
        label={words.overdueOnly}
        checked={shown.overdue}
        onChange={(event) => change({ ...shown, overdue: event.target.checked })}
      />
    </div>
  );
};
