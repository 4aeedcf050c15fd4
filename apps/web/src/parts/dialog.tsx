import { useEffect, useId, useRef, type ReactNode } from 'react';
import { shellWords } from '../words/shell.js';
import { useWords } from '../words/language.js';

interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  /** Missing: it cannot be closed without an answer. */
  readonly onClose?: () => void;
  readonly wide?: boolean;
}

/** The browser's own modal dialog: focus stays inside, the page behind is inert, Escape closes it; `data-first` is focused. */
export const Dialog = ({ title, children, onClose, wide = false }: DialogProps) => {
  const words = useWords(shellWords);
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // React's autoFocus comes too early: what is in a dialog that is not open yet cannot have the focus.
    element?.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog${wide ? ' wide' : ''}`}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        {onClose && (
          <button type="button" className="button quiet small" aria-label={words.close} onClick={onClose}>
            ✕
          </button>
        )}
      </header>
      <div className="dialog-body">{children}</div>
    </dialog>
  );
};
