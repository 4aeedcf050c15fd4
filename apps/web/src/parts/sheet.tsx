import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { shellWords } from '../words/shell.js';
import { useWords } from '../words/language.js';

interface SheetProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * A place to write in below what it is about, which stays in view. The first field has the focus, Escape puts it aside, Ctrl + Enter
 * sends the form inside.
 */
export const Sheet = ({ title, onClose, children }: SheetProps) => {
  const words = useWords(shellWords);
  const id = useId();
  const sheet = useRef<HTMLElement>(null);
  useEffect(() => {
    const fields = sheet.current?.querySelectorAll<HTMLElement>('textarea, input, select, button.main');
    const first = [...(fields ?? [])];
    (first.find((field) => field.dataset['first'] !== undefined) ?? first[0])?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      sheet.current?.querySelector('form')?.requestSubmit();
    }
  };
  return (
    <section className="sheet not-on-paper" ref={sheet} aria-labelledby={id} onKeyDown={onKeyDown}>
      <header>
        <h2 id={id}>{title}</h2>
        <button type="button" className="button quiet small" aria-label={words.close} onClick={onClose}>
          ✕
        </button>
      </header>
      {children}
    </section>
  );
};
