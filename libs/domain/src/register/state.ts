import type { RegisterKind } from '#libs/contracts';
import type { Hand } from '../case/state.js';

/** The value as the event carries it; null where the person's key was destroyed. */
export type StoredValue = Readonly<Record<string, unknown>> | null;

export interface PendingChange {
  readonly changeId: string;
  readonly proposedBy: Hand & { readonly unit: string };
  readonly change: { readonly retire: true } | { readonly retire: false; readonly value: StoredValue };
}

export interface Settled {
  readonly changeId: string;
  readonly how: 'approved' | 'rejected';
  readonly by: string;
}

export type RegisterState =
  | { readonly status: 'none'; readonly pending: PendingChange | null; readonly settled: readonly Settled[] }
  | {
      readonly status: 'approved' | 'retired';
      readonly kind: RegisterKind;
      readonly entry: string;
      readonly value: StoredValue;
      readonly pending: PendingChange | null;
      readonly settled: readonly Settled[];
    };
