-- A service sees and changes the rows of its own subscriptions only: the name's part before the dot is the service, and
-- the service is the role.

create function messaging.own(subscription text) returns boolean
  language sql stable
  return 'lachan_' || split_part(subscription, '.', 1) = current_user;

alter table messaging.checkpoint enable row level security;
alter table messaging.inbox enable row level security;
alter table messaging.failure enable row level security;
alter table messaging.deferred enable row level security;

create policy own on messaging.checkpoint using (messaging.own(subscription)) with check (messaging.own(subscription));
create policy own on messaging.inbox using (messaging.own(subscription)) with check (messaging.own(subscription));
create policy own on messaging.failure using (messaging.own(subscription)) with check (messaging.own(subscription));
create policy own on messaging.deferred using (messaging.own(subscription)) with check (messaging.own(subscription));

grant usage on schema messaging to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory, lachan_ledger;
grant select, insert, update on messaging.checkpoint to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory, lachan_ledger;
grant select, insert, delete on messaging.inbox to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory, lachan_ledger;
grant select, insert, update, delete on messaging.failure to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory, lachan_ledger;
grant select, insert, delete on messaging.deferred to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory, lachan_ledger;
grant select on messaging.read_model to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory, lachan_ledger;

-- Administrators look through the directory's door at what every service parked, and may have it tried again; nothing else.
create policy operator_reads on messaging.checkpoint for select to lachan_directory using (true);
create policy operator_reads on messaging.failure for select to lachan_directory using (true);
create policy operator_reads on messaging.deferred for select to lachan_directory using (true);
create policy operator_retries on messaging.failure for update to lachan_directory
  using (parked_at is not null) with check (parked_at is null and attempts = 0);
