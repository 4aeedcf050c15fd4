-- Pleas have a subscription of their own from here on. It goes on where the one that handled them so far stands, or before the oldest plea
-- that waits there for another try: pleas that are handled already are recognised.
insert into messaging.checkpoint (subscription, position)
select 'triage.pleas', least(c.position, (
  select min(waiting.position) - 1 from (
    select f.position from messaging.failure f where f.subscription = c.subscription
    union all
    select d.position from messaging.deferred d where d.subscription = c.subscription
  ) as waiting))
  from messaging.checkpoint c
 where c.subscription = 'triage.reports' and c.position is not null
on conflict (subscription) do nothing;
