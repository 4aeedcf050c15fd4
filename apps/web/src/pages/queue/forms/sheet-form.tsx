import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { CaseView } from '#libs/contracts';
import { caseKey } from '../../../api/keys.js';
import { Sheet } from '../../../parts/sheet.js';
import { Conflict } from '../../../parts/states.js';
import { decisionWords } from '../../../words/decision.js';
import { useWords } from '../../../words/language.js';
import type { useSend } from './use-send.js';

interface SheetFormProps {
  readonly title: string;
  readonly view: CaseView;
  readonly close: () => void;
  readonly sending: ReturnType<typeof useSend>;
  readonly submit: () => void;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

/** A sheet with a form: what is refused is said in it, and what was typed stays. */
export const SheetForm = ({ title, view, close, sending, submit, disabled = false, children }: SheetFormProps) => {
  const words = useWords(decisionWords);
  const queries = useQueryClient();
  const { refusal, failed } = sending;
  return (
    <Sheet title={title} onClose={close}>
      <form
        className="sheet-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!sending.sending && !disabled) submit();
        }}
      >
        {refusal?.code === 'stale-version' ? (
          <Conflict
            refusal={refusal}
            show={() => {
              sending.reset();
              void queries.invalidateQueries({ queryKey: caseKey(view.id) });
            }}
          />
        ) : (
          failed && (
            <p className="error-line" role="alert">
              {failed.message}
            </p>
          )
        )}
        {children}
        <div className="sheet-foot">
          <span className="soft small-text">{words.sendKeys}</span>
          <button type="submit" className="button main" disabled={sending.sending || disabled}>
            {title}
          </button>
        </div>
      </form>
    </Sheet>
  );
};
