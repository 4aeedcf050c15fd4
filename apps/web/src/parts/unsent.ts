import { useBlocker } from '@tanstack/react-router';
import { language } from '../words/language.js';
import { shellWords } from '../words/shell.js';

/** While something typed was not sent, leaving (another page here, another site, closing the tab) asks first. */
export const useUnsent = (dirty: boolean): void => {
  useBlocker({
    shouldBlockFn: () => dirty && !window.confirm(shellWords[language()].unsent),
    enableBeforeUnload: dirty,
    disabled: !dirty,
  });
};
