import { lazy } from 'react';
import type { SheetName } from './sheet.js';

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
  'withdraw-order': lazy(async () => ({ default: (await load()).WithdrawOrderForm })),
} satisfies Record<SheetName, unknown>;

export const loadSheetsAhead = (): void => void load();
