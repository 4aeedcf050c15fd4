import { useState } from 'react';
import { OWN_VIEWS, keysOf, type CaseView, type OwnView as Opinion } from '#libs/contracts';
import { useCommands } from '../../keys/commands.js';
import { KeyHint } from '../../keys/key-hint.js';
import { TextArea } from '../../parts/field.js';
import { approvalWords } from '../../words/approvals.js';
import { useTerm, useWords } from '../../words/language.js';
import { useDecide } from './decide.js';

interface OwnViewProps {
  readonly view: CaseView;
  readonly proposal: NonNullable<CaseView['proposal']>;
}

/** The blind second look: one's own view is on record before anybody else's reasons can colour it. Keys 1, 2, 3. */
export const OwnView = ({ view, proposal }: OwnViewProps) => {
  const words = useWords(approvalWords);
  const term = useTerm();
  const [note, setNote] = useState('');
  const decide = useDecide(view);
  const say = (opinion: Opinion): void =>
    decide.mutate({ path: 'own-view', body: { digest: proposal.digest, opinion, note }, said: words.viewDone });
  const opinions = keysOf(OWN_VIEWS);
  useCommands(
    opinions.map((opinion, index) => ({
      id: `own-view-${opinion}`,
      group: 'decision' as const,
      label: term(OWN_VIEWS, opinion),
      keys: String(index + 1),
      run: () => say(opinion),
      enabled: !decide.isPending,
    })),
  );
  return (
    <section className="block step-block own-view" aria-labelledby="approval-own-view">
      <h3 id="approval-own-view">{words.blindTitle}</h3>
      <p>{words.blindHint}</p>
      <TextArea label={words.blindNote} rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
      <p className="buttons">
        {opinions.map((opinion, index) => (
          <button
            key={opinion}
            type="button"
            className="button"
            disabled={decide.isPending}
            onClick={() => say(opinion)}
          >
            {term(OWN_VIEWS, opinion)} <KeyHint id={`own-view-${opinion}`} keys={String(index + 1)} />
          </button>
        ))}
      </p>
    </section>
  );
};
