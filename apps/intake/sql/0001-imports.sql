-- Imports on their way: bookkeeping of intake alone. What a row says is in the log; here stand counts, rejects, and which
-- targets an import was the first to name.
create schema intake_import;
grant usage on schema intake_import to lachan_intake;

create table intake_import.import (
  id uuid primary key,
  status text not null check (status in ('queued', 'running', 'done', 'failed')),
  media_type text,
  sender jsonb not null,       -- principal of the channel's key: id, unit, channel
  holder text not null,        -- the channel and unit behind the key; part of every row's digest
  correlation_id text not null,
  bytes bigint not null,
  bytes_read bigint not null default 0,
  rows bigint not null default 0, -- handled: everything up to this row is in the log or among the rejects
  accepted bigint not null default 0,
  known_targets bigint not null default 0,
  new_targets bigint not null default 0,
  rejected bigint not null default 0,
  failure text,
  received_at timestamptz not null,
  finished_at timestamptz,
  check (rows = accepted + rejected)
);

create index import_open on intake_import.import (received_at) where status in ('queued', 'running');

create table intake_import.reject (
  import_id uuid not null references intake_import.import on delete cascade,
  row bigint not null, -- its place among the rows, from 1
  line bigint not null,
  text text not null,
  code text not null,
  primary key (import_id, row)
);

-- Keyed (HMAC), never a content key in clear: kept longer than any report.
create table intake_import.named_target (
  key bytea primary key check (length(key) = 32),
  import_id uuid not null
);

grant select, insert, update on intake_import.import to lachan_intake;
grant select, insert on intake_import.reject, intake_import.named_target to lachan_intake;
