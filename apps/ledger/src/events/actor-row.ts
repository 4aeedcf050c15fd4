interface ActorRow {
  at: Date;
  actor_kind: string;
  actor_id: string;
  actor_unit: string | null;
}

/** A row of a read model that keeps who did something, and when, in columns of its own. */
export type ByActor<T extends { actor: unknown; at: string }> = Omit<T, 'actor' | 'at'> & ActorRow;

/** The row as the API tells it. */
export const withActor = <R extends ActorRow>({ at, actor_kind, actor_id, actor_unit, ...rest }: R) => ({
  ...rest,
  at: at.toISOString(),
  actor: { kind: actor_kind, id: actor_id, unit: actor_unit },
});
