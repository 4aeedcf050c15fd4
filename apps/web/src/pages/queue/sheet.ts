import type { CaseView } from '#libs/contracts';

/** What is being written below a case. */
export type SheetName = 'propose' | 'dismiss' | 'classify' | 'refer' | 'note' | 'target' | 'reopen' | 'withdraw-order';

export interface SheetProps {
  readonly view: CaseView;
  readonly close: () => void;
}
