import type { RegisterEntry, RegisterKind } from '#libs/contracts';
import type { Officer } from '../people/officer.js';

/** A value together with its kind, so that a provider is never stored as a unit. */
export type RegisterValue = {
  [K in RegisterKind]: { readonly kind: K; readonly value: RegisterEntry<K> };
}[RegisterKind];

export type RegisterCommand =
  | ({
      readonly type: 'propose';
      readonly entry: string;
      readonly changeId: string;
      readonly by: Officer;
    } & RegisterValue)
  /** A provider says whom to reach at its side; nothing else of its entry. An administrator approves, as with any change. */
  | {
      readonly type: 'proposeContact';
      readonly kind: 'provider';
      readonly entry: string;
      readonly changeId: string;
      /** The provider's key; `provider` is the entry it belongs to. */
      readonly by: { readonly key: string; readonly provider: string };
      readonly contact: string;
    }
  | {
      readonly type: 'proposeRetirement';
      readonly kind: RegisterKind;
      readonly entry: string;
      readonly changeId: string;
      readonly by: Officer;
    }
  /** A second administrator, of another unit, another human being. */
  | {
      readonly type: 'approve';
      readonly kind: RegisterKind;
      readonly entry: string;
      readonly changeId: string;
      readonly by: Officer;
    }
  | {
      readonly type: 'reject';
      readonly kind: RegisterKind;
      readonly entry: string;
      readonly changeId: string;
      readonly by: Officer;
      readonly reason: string;
    }
  /** The first entries of an installation that has none yet: there is nobody who could approve them. */
  | ({
      readonly type: 'install';
      readonly entry: string;
      readonly changeId: string;
      readonly alreadySetUp: boolean;
      readonly by: string;
      readonly unit: string;
    } & RegisterValue);

export type RegisterCommandOf<T extends RegisterCommand['type']> = Extract<RegisterCommand, { type: T }>;
