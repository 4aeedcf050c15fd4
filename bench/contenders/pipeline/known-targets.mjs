/** HMAC-SHA-256 in the server's own functions: the inner and outer keys are the secret key xored with the pads of RFC 2104. */
const hmac = (text) => `sha256($2::bytea || sha256($1::bytea || convert_to(${text}, 'UTF8')))`;

const padded = (key, pad) => Buffer.from(Buffer.concat([key, Buffer.alloc(64 - key.length)]).map((byte) => byte ^ pad));

/**
 * Makes `known` targets known, as an import and the fold of the log leave them, by set: their digests under intake's key for named targets and
 * their content keys. Refuses to measure when the product would name or digest a target in another way.
 */
export const fillKnownTargets = async (database, known, { contentKey, namedTarget, key }) => {
  const values = [padded(key, 0x36), padded(key, 0x5c)];
  const text = `'url:so-' || n || '.example.test/bai'`;
  const { rows } = await database.query(
    `select ${text} as key, ${hmac(text)} as digest from (select 5 as n) one`,
    values,
  );
  if (rows[0].key !== contentKey(5) || !rows[0].digest.equals(namedTarget(contentKey(5)))) {
    throw new Error('the product names targets in another way than the known ones were made');
  }
  await database.query(
    `insert into intake_import.named_target (key, import_id)
     select ${hmac(text)}, '00000000-0000-4000-8000-000000000000'::uuid from generate_series(0, $3::int - 1) n`,
    [...values, known],
  );
  await database.query(
    `insert into intake_targets.target (content_key, report_id) select ${text}, gen_random_uuid() from generate_series(0, $1::int - 1) n`,
    [known],
  );
  await database.query('vacuum analyze intake_import.named_target');
  await database.query('vacuum analyze intake_targets.target');
};
