import { useEffect, useRef, useState } from 'react';
import { PROVIDER_REFUSALS, type ProviderRefusal, type RequestOverviewItem } from '#libs/contracts';
import { Dialog } from '../../parts/dialog.js';
import { TextArea } from '../../parts/field.js';
import { useUnsent } from '../../parts/unsent.js';
import { consoleWords } from '../../words/console.js';
import { useTerm, useWords } from '../../words/language.js';
import type { AnswerKind } from './answers.js';
import { TargetText } from './target-text.js';

const CODES = Object.keys(PROVIDER_REFUSALS) as ProviderRefusal[];
/** More lines than this nobody reads before pressing a button. */
const LISTED = 8;

/** What the cursor stands on when the dialog has opened; the browser's own choice is the button that closes it. */
const useFirst = <T extends HTMLElement>() => {
  const at = useRef<T>(null);
  useEffect(() => at.current?.focus(), []);
  return at;
};

interface About {
  readonly requests: readonly RequestOverviewItem[];
  /** Picked, but not waiting for this answer. */
  readonly left: number;
  readonly close: () => void;
}

const Listed = ({ requests, left }: Omit<About, 'close'>) => {
  const words = useWords(consoleWords);
  return (
    <>
      <ul className="ask-listed" tabIndex={0} aria-label={words.listLabel}>
        {requests.slice(0, LISTED).map(({ id, target }) => (
          <li key={id}>
            <TargetText target={target} />
          </li>
        ))}
        {requests.length > LISTED && <li className="soft">+ {requests.length - LISTED}</li>}
      </ul>
      {left > 0 && <p className="soft">{words.left(String(left))}</p>}
    </>
  );
};

/** What many answers at once will say, before they say it. */
export const SureDialog = ({
  answer,
  requests,
  left,
  send,
  close,
}: About & { readonly answer: Exclude<AnswerKind, 'refused'>; readonly send: () => void }) => {
  const words = useWords(consoleWords);
  const first = useFirst<HTMLButtonElement>();
  return (
    <Dialog title={`${words[answer]}: ${words.sure(String(requests.length))}`} onClose={close} wide>
      <p className="soft">{words.sureLead}</p>
      <Listed requests={requests} left={left} />
      <form
        className="sheet-foot"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <button type="button" className="button" onClick={close}>
          {words.cancel}
        </button>
        <button type="submit" className="button main" ref={first}>
          {words.send} ({requests.length})
        </button>
      </form>
    </Dialog>
  );
};

/** A refusal has a reason from the closed list and one in words. */
export const RefuseDialog = ({
  requests,
  left,
  send,
  close,
}: About & { readonly send: (code: ProviderRefusal, reason: string) => void }) => {
  const words = useWords(consoleWords);
  const term = useTerm();
  const first = useFirst<HTMLInputElement>();
  const [code, setCode] = useState<ProviderRefusal>();
  const [reason, setReason] = useState('');
  useUnsent(reason.trim() !== '');
  return (
    <Dialog title={words.refuseTitle} onClose={close} wide>
      <Listed requests={requests} left={left} />
      {requests.length > 1 && <p className="soft">{words.refuseFor(String(requests.length))}</p>}
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (code !== undefined) send(code, reason.trim());
        }}
      >
        <fieldset className="ask-codes">
          <legend>{words.code}</legend>
          {CODES.map((one, index) => (
            <label key={one} className="choice">
              <input
                type="radio"
                name="code"
                value={one}
                required
                ref={index === 0 ? first : undefined}
                checked={code === one}
                onChange={() => setCode(one)}
              />
              <span>{term(PROVIDER_REFUSALS, one)}</span>
            </label>
          ))}
        </fieldset>
        <TextArea
          label={words.reason}
          hint={words.reasonHint}
          name="reason"
          required
          maxLength={2_000}
          rows={3}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <p className="sheet-foot">
          <button type="button" className="button" onClick={close}>
            {words.cancel}
          </button>
          <button type="submit" className="button main">
            {words.sendRefusal}
          </button>
        </p>
      </form>
    </Dialog>
  );
};
