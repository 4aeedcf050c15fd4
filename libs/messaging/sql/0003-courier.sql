-- Kafka as courier between machines (ADR 0023). PostgreSQL stays the truth: what was carried, and how far each subscription has
-- come, is written down here.

create table messaging.relay (
  only_row boolean primary key default true check (only_row),
  -- Every event up to here stands in its topic, acknowledged by all in-sync replicas.
  position bigint not null default 0 check (position >= 0),
  -- Position of the newest event carried in each lane. A lane is the partition of one number in every topic; an ordering key
  -- is always in the same lane.
  lanes bigint[] not null check (array_length(lanes, 1) > 0),
  -- Per lane the position of its newest event of each category.
  newest jsonb not null default '[]',
  -- Per topic and partition the offset behind the newest record: where the topic ends before that, records were lost.
  ends jsonb not null default '{}',
  updated_at timestamptz not null default now()
);
comment on table messaging.relay is 'How far the log was carried to Kafka. One row, made with the topics (lachan topics).';

alter table messaging.checkpoint alter column position drop not null;
alter table messaging.checkpoint drop constraint checkpoint_subscription_check;
alter table messaging.checkpoint add constraint checkpoint_subscription_check
  check (subscription ~ '^[a-z]+\.[a-z0-9-]+(/[0-9]+)?$');
comment on column messaging.checkpoint.position is
  'Everything up to here was handled. A subscription that Kafka carries has a row per lane (triage.cases/3), each with the position reached in its lane, and its own row is null meanwhile; otherwise the lanes'' rows are null.';

-- How far a subscription has come as a whole, whoever carries it: a lane in which the relay carried nothing newer than its
-- checkpoint is as far as the relay.
create view messaging.standing with (security_invoker = true) as
select split_part(c.subscription, '/', 1) as subscription,
       min(case
         when c.subscription not like '%/%' then c.position
         when c.position >= coalesce(r.lanes[split_part(c.subscription, '/', 2)::int + 1], 0)
           then greatest(c.position, r.position)
         else c.position
       end) as position
  from messaging.checkpoint c
  left join messaging.relay r on c.subscription like '%/%'
 where c.position is not null
 group by 1;

grant select on messaging.relay, messaging.standing
  to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory, lachan_ledger;
-- Notes, failures and what waits behind them move with their subscription when its lanes are opened or closed.
grant update on messaging.inbox, messaging.deferred
  to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory, lachan_ledger;

-- The relay carries what it cannot read: every event as it was stored, sealed, and not one key.
grant usage on schema es, messaging to lachan_relay;
grant select on es.log, es.head, es.category_writer to lachan_relay;
create policy log_relay on es.log for select to lachan_relay using (true);
grant select, update on messaging.relay to lachan_relay;
