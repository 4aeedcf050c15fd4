/**
 * How long handling took by the clock of the database, from the first row to the last (s): joining a consumer group, which takes
 * each contender as long as the brokers like, is not handling. Waits until all rows are there.
 */
export const spanOf = async (client, events) => {
  for (;;) {
    const { rows } = await client.query(
      'select count(*)::int as written, extract(epoch from max(at) - min(at))::float as seconds from probe.note',
    );
    if (rows[0].written >= events) return rows[0].seconds;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

export const TABLE = `
  create table probe.note (event_id uuid primary key, case_id uuid not null, text text not null, at timestamptz not null default clock_timestamp())`;
