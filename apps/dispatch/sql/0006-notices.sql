-- Which notices a platform has taken. A platform keeps no list that could be read back, so this is the memory of what was sent.
-- Neither an event nor made from events: forgetting a row sends one notice again, with the id it had.
create schema dispatch_notices;
grant usage on schema dispatch_notices to lachan_dispatch;

create table dispatch_notices.notice (
  provider text not null,
  request_id uuid not null,
  kind text not null check (kind in ('block', 'lift')),
  tries int not null default 1,
  last_try_at timestamptz not null,
  -- Null until the platform's server said 2xx; then nothing is sent again.
  taken_at timestamptz,
  -- What it answered when it did not take it.
  status int,
  primary key (provider, request_id, kind)
);
grant select, insert, update on dispatch_notices.notice to lachan_dispatch;
