-- The events. Never updated, never deleted from.
create table es.log (
  position bigint primary key,
  stream text collate "C" not null,
  version integer not null,
  category text not null,
  type text not null,
  id uuid not null,
  ordering_key text not null,
  schema_version integer not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  actor jsonb not null,
  correlation_id text not null,
  causation_id text,
  data jsonb not null,
  leaf bytea not null,
  constraint log_stream_version unique (stream, version),
  constraint log_id unique (id)
);

comment on column es.log.leaf is
  'SHA-256 over 0x00 and the RFC 8785 form of {id, stream, version, type, schemaVersion, occurredAt, recordedAt, actor, correlationId, causationId, data}; data as stored, that is sealed.';
