-- The sandbox: test requests on example.test names, in tables of their own. Nothing here is an order, nothing here reaches the
-- log, and the service of a real provider never looks here.
create schema dispatch_sandbox;
grant usage on schema dispatch_sandbox to lachan_dispatch;

create table dispatch_sandbox.event (
  request_id uuid not null,
  version int not null check (version > 0),
  provider text not null,
  type text not null,
  data jsonb not null,
  at timestamptz not null default clock_timestamp(),
  primary key (request_id, version)
);

-- The same shape as the feed of real requests (feed.read-model.ts), so that the same code reads both.
create table dispatch_sandbox.head (
  provider text primary key,
  sequence bigint not null default 0,
  content bigint not null default 0
);
create table dispatch_sandbox.request (
  request_id uuid primary key,
  provider text not null,
  case_id uuid not null,
  order_id uuid not null,
  target_key text,
  version int not null,
  reached boolean not null default false,
  delivered boolean not null default false,
  lift_delivered boolean not null default false,
  lift_answered boolean not null default false,
  in_force boolean not null default false
);
create index request_in_force on dispatch_sandbox.request (provider, target_key) where in_force;
create table dispatch_sandbox.item (
  provider text not null,
  sequence bigint not null,
  kind text not null,
  request_id uuid not null,
  live boolean not null,
  body jsonb not null,
  primary key (provider, sequence)
);
create index item_live on dispatch_sandbox.item (provider, kind, sequence) where live;
create index item_request on dispatch_sandbox.item (request_id, kind, sequence);

grant select, insert, update, delete on all tables in schema dispatch_sandbox to lachan_dispatch;
