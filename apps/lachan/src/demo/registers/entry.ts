import type { RegisterEntry, RegisterKind } from '#libs/contracts';

/** One entry of a register as the demonstration's administrators propose and approve it. */
export type DemoEntry = {
  [K in RegisterKind]: { readonly kind: K; readonly id: string; readonly value: RegisterEntry<K> };
}[RegisterKind];

/** The provinces and departments of today exist since the mergers of 1 July 2025. */
export const MERGED = '2025-07-01T00:00:00.000Z';
export const ALWAYS = { validFrom: '2021-06-01T00:00:00.000Z', validTo: null } as const;
export const SINCE_MERGER = { validFrom: MERGED, validTo: null } as const;
export const UNTIL_MERGER = { validFrom: ALWAYS.validFrom, validTo: MERGED } as const;

export const entry = <K extends RegisterKind>(kind: K, id: string, value: RegisterEntry<K>): DemoEntry =>
  ({ kind, id, value }) as DemoEntry;
