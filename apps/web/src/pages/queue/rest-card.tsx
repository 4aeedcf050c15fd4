import { useState } from 'react';
import type { MyCare } from '#libs/contracts';
import { TextArea } from '../../parts/field.js';
import { careWords } from '../../words/care.js';
import { useFormats } from '../../words/formats.js';
import { useWords } from '../../words/language.js';

interface RestCardProps {
  readonly care: MyCare;
  readonly goOn: (reason: string) => void;
  readonly waiting: boolean;
}

/** Instead of the next case, when it is time to rest; going on takes a sentence. */
export const RestCard = ({ care, goOn, waiting }: RestCardProps) => {
  const words = useWords(careWords);
  const { moment } = useFormats();
  const [reason, setReason] = useState('');
  return (
    <div className="rest-card">
      <h2>{words.restTitle}</h2>
      <p>{care.rest === 'cap' ? words.restCap : words.restBreak(care.until === null ? '' : moment(care.until))}</p>
      <p className="soft">{words.resting}</p>
      <details>
        <summary>{words.goOn}</summary>
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            goOn(reason);
          }}
        >
          <TextArea label={words.goOnReason} value={reason} onChange={(event) => setReason(event.target.value)} />
          <button type="submit" className="button" disabled={reason.trim().length < 3 || waiting}>
            {words.goOn}
          </button>
        </form>
      </details>
    </div>
  );
};
