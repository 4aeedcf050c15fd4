import { Link } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import { Dialog } from '../../../parts/dialog.js';
import { TextField } from '../../../parts/field.js';
import { SafeText } from '../../../parts/safe-text.js';
import { useFormats } from '../../../words/formats.js';
import { useWords } from '../../../words/language.js';
import { replayWords } from '../../../words/replay.js';
import { RaiseFinding } from '../findings/finding-dialogs.js';

interface ReplayHeadProps {
  readonly caseId: string;
  readonly moment: string;
  readonly purpose: string | undefined;
  readonly state: (purpose: string) => void;
}

/** Which case and moment, whether text is masked, and what an auditor does from here. */
export const ReplayHead = ({ caseId, moment: at, purpose, state }: ReplayHeadProps) => {
  const words = useWords(replayWords);
  const { moment } = useFormats();
  const [dialog, setDialog] = useState<'purpose' | 'finding'>();
  const close = (): void => setDialog(undefined);
  return (
    <>
      <header className="page-head">
        <h1 id="replay-title">
          <span className="not-on-paper">{words.title}</span>
          <span className="on-paper">{words.fileTitle}</span>
        </h1>
        <p className="soft">
          <span className="mono">{caseId}</span>
          <span className="on-paper">
            {' · '}
            {moment(at)}
          </span>
        </p>
        <p className="actions not-on-paper">
          <button type="button" className="button small" onClick={() => window.print()}>
            {words.print}
          </button>
          <button type="button" className="button small" onClick={() => setDialog('finding')}>
            {words.raise}
          </button>
          <Link className="button small" to="/giam-sat/luot-doc" search={{ case: caseId }}>
            {words.reads}
          </Link>
          <Link className="button small" to="/giam-sat/bi-tu-choi" search={{ case: caseId }}>
            {words.refused}
          </Link>
        </p>
      </header>
      <div className={purpose === undefined ? 'banner quiet' : 'banner warning'}>
        {purpose === undefined ? (
          <>
            <span>{words.maskedBanner}</span>
            <button type="button" className="button small not-on-paper" onClick={() => setDialog('purpose')}>
              {words.statePurpose}
            </button>
          </>
        ) : (
          <SafeText>{words.clearBanner(purpose)}</SafeText>
        )}
      </div>
      {dialog === 'purpose' && (
        <PurposeDialog
          close={close}
          open={(text) => {
            close();
            state(text);
          }}
        />
      )}
      {dialog === 'finding' && <RaiseFinding close={close} caseId={caseId} />}
    </>
  );
};

const PurposeDialog = ({ close, open }: { readonly close: () => void; readonly open: (text: string) => void }) => {
  const words = useWords(replayWords);
  const [text, setText] = useState('');
  return (
    <Dialog title={words.statePurpose} onClose={close}>
      <form
        className="stack"
        onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
          event.preventDefault();
          if (text.trim().length >= 5) open(text.trim());
        }}
      >
        <TextField
          label={words.purpose}
          hint={words.purposeHint}
          required
          minLength={5}
          maxLength={500}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <button type="submit" className="button main">
          {words.open}
        </button>
      </form>
    </Dialog>
  );
};
