-- A note is found by its event's position, which is as unique as the event's id and grows: one index that is written at its end, where there were
-- two and one of them was written all over (a third of what noting cost, docs/adr/0019).
alter table messaging.inbox drop constraint inbox_pkey;
drop index messaging.inbox_by_position;
alter table messaging.inbox add primary key (subscription, position);
