-- What the provider console shows beside the requests: when a feed was last asked for, and from which place. Neither an event nor
-- made from events: a poll leaves no other trace.
create schema dispatch_console;
grant usage on schema dispatch_console to lachan_dispatch;

create table dispatch_console.feed_seen (
  lane text not null check (lane in ('requests', 'sandbox')),
  provider text not null,
  seen_at timestamptz not null,
  -- The place of the last poll's cursor: what the provider says it has applied.
  lifts bigint not null default 0,
  blocks bigint not null default 0,
  primary key (lane, provider)
);
grant select, insert, update on dispatch_console.feed_seen to lachan_dispatch;

-- As in feed.read-model.ts.
alter table dispatch_sandbox.head add column changed_at timestamptz;
alter table dispatch_sandbox.head add column answered_at timestamptz;
alter table dispatch_sandbox.item add column queued_at timestamptz not null default now();
