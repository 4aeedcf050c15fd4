import { lazy } from 'react';
import type { CaseView } from '#libs/contracts';

/** What is being written below a case. */
export type SheetName = 'propose' | 'dismiss' | 'classify' | 'refer' | 'note' | 'target' | 'reopen';

export interface SheetProps {
  readonly view: CaseView;
  readonly close: () => void;
}

const load = () => import('./forms/index.js');

/** Loaded when the first of them is opened, or a moment after the queue is there. */
export const SHEETS = {
  propose: lazy(async () => ({ default: (await load()).ProposeForm })),
  dismiss: lazy(async () => ({ default: (await load()).DismissForm })),
  classify: lazy(async () => ({ default: (await load()).ClassifyForm })),
  refer: lazy(async () => ({ default: (await load()).ReferForm })),
  note: lazy(async () => ({ default: (await load()).NoteForm })),
  target: lazy(async () => ({ default: (await load()).TargetForm })),
  reopen: lazy(async () => ({ default: (await load()).ReopenForm })),
} satisfies Record<SheetName, unknown>;

export const loadSheetsAhead = (): void => void load();
