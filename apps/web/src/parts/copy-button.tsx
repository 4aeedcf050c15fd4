import type { ReactNode } from 'react';
import { toast } from './toasts.js';
import { consoleWords } from '../words/console.js';
import { useWords } from '../words/language.js';

/** Puts a text on the clipboard; says so, also when the browser does not allow it. */
export const useCopy = (): ((text: string) => void) => {
  const words = useWords(consoleWords);
  const copy = async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      toast({ text: words.copied, lasts: 2_500 });
    } catch {
      toast({ text: words.notCopied, tone: 'danger' });
    }
  };
  return (text) => void copy(text);
};

export const CopyButton = ({ text, children }: { readonly text: string; readonly children?: ReactNode }) => {
  const words = useWords(consoleWords);
  const copy = useCopy();
  return (
    <button type="button" className="button small" onClick={() => copy(text)}>
      {children ?? words.copy}
    </button>
  );
};

/** Lines to put into a configuration, with the button that takes them along. */
export const CodeBlock = ({ name, text }: { readonly name: string; readonly text: string }) => (
  <figure className="code-block">
    <figcaption>
      <span className="mono">{name}</span>
      <CopyButton text={text} />
    </figcaption>
    <pre tabIndex={0} aria-label={name}>
      <code>{text}</code>
    </pre>
  </figure>
);
