-- How far each subscription has come, and what it could not handle. The effects themselves stand in the services' own
-- tables; these rows are written in the same transactions.

create schema messaging;

create table messaging.checkpoint (
  subscription text primary key check (subscription ~ '^[a-z]+\.[a-z0-9-]+$'),
  -- Everything up to here was handled, is in failure or deferred, or was not for this subscription.
  position bigint not null default 0 check (position >= 0),
  updated_at timestamptz not null default now()
);
comment on table messaging.checkpoint is 'One row per subscription; its lock keeps a rebuild and the running subscription apart.';

create table messaging.inbox (
  subscription text not null,
  event_id uuid not null,
  position bigint not null,
  primary key (subscription, event_id)
);
create index inbox_by_position on messaging.inbox (subscription, position);
comment on table messaging.inbox is 'Events above the checkpoint whose effects are committed; pruned when the checkpoint passes them.';

create table messaging.failure (
  id uuid primary key default gen_random_uuid(),
  subscription text not null,
  ordering_key text not null,
  position bigint not null,
  event_id uuid not null,
  stream text not null,
  type text not null,
  attempts integer not null check (attempts >= 0),
  -- The kind of error and where, without what was in the event.
  error text,
  first_failed_at timestamptz not null,
  last_failed_at timestamptz not null,
  -- The next try; null when parked.
  retry_at timestamptz,
  parked_at timestamptz,
  unique (subscription, ordering_key),
  check ((retry_at is null) = (parked_at is not null))
);
comment on table messaging.failure is 'The oldest unhandled event of an ordering key: being retried, or parked until somebody retries it.';

create table messaging.deferred (
  subscription text not null,
  position bigint not null,
  ordering_key text not null,
  event_id uuid not null,
  primary key (subscription, position)
);
create index deferred_by_key on messaging.deferred (subscription, ordering_key, position);
comment on table messaging.deferred is 'Later events of a key, waiting in order behind its failure.';

create table messaging.read_model (
  name text primary key,
  schema_name text not null unique,
  -- SHA-256 of the tables' definition and version; another one means: build it again.
  digest text not null,
  built_at timestamptz not null default now()
);
comment on table messaging.read_model is 'Which definition each read model was built from.';
