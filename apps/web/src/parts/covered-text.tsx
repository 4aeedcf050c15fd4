import { useState } from 'react';
import type { RevealText } from '#libs/contracts';
import { call } from '../api/client.js';
import { Refusal } from '../api/refusal.js';
import { caseWords } from '../words/case.js';
import { useWords } from '../words/language.js';
import { SafeText } from './safe-text.js';
import { toast } from './toasts.js';

interface CoveredTextProps {
  readonly caseId: string;
  readonly text: string;
  /** Where distressing words are covered; nothing to show when empty. */
  readonly marks: readonly { readonly start: number; readonly end: number }[];
  readonly part: RevealText['part'];
  readonly id?: string;
}

/** A stored text whose distressing words are covered until somebody asks; asking is on record every time. */
export const CoveredText = ({ caseId, text, marks, part, id }: CoveredTextProps) => {
  const words = useWords(caseWords);
  const [clear, setClear] = useState<string>();
  const [asking, setAsking] = useState(false);
  if (marks.length === 0) return <SafeText block>{text}</SafeText>;
  const reveal = async (): Promise<void> => {
    setAsking(true);
    try {
      const body = id === undefined ? { part } : { part, id };
      const shown = await call('revealed', `/cases/${caseId}/reveal`, { method: 'POST', body });
      setClear(shown.text ?? '');
    } catch (error) {
      toast({ text: error instanceof Refusal ? error.message : String(error), tone: 'danger' });
    }
    setAsking(false);
  };
  return (
    <span className="covered-text">
      <SafeText block>{clear ?? text}</SafeText>
      <button
        type="button"
        className="button quiet small"
        disabled={asking}
        title={words.revealHint}
        onClick={() => (clear === undefined ? void reveal() : setClear(undefined))}
      >
        {clear === undefined ? words.reveal : words.cover}
      </button>
    </span>
  );
};
