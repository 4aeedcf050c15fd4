/** A term as people read it: Vietnamese on screens, English beside it. `source` names the document a rule comes from. */
export interface Words {
  readonly vi: string;
  readonly en: string;
  readonly source?: string;
}

export type ClosedList<K extends string> = Readonly<Record<K, Words>>;

/** Declares a closed list. The keys are the wire and table values; nothing outside the list is ever accepted. */
export const closedList = <const K extends string>(list: Record<K, Words>): ClosedList<K> => Object.freeze(list);

/** The keys of a closed list as the non-empty tuple that `z.enum` wants, in the order they were declared. */
export const keysOf = <K extends string>(list: ClosedList<K>): [K, ...K[]] => Object.keys(list) as [K, ...K[]];
