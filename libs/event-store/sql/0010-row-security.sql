-- Reading is guarded per row: a role sees the categories and keys that 0008-rules.sql gives it and no others.
-- The subqueries are evaluated once per statement.
alter table es.log enable row level security;

create policy log_reader on es.log for select
  using (category = any (array(select r.category from es.category_reader r where r.role = current_user)));

grant select on es.log to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory, lachan_ledger;

alter table keys.data_key enable row level security;

-- As keys.may_use, written so that the rules are read once per statement and not once per row.
create policy data_key_reader on keys.data_key for select
  using ((split_part(id, '/', 1), es.category_of(substr(id, strpos(id, '/') + 1)))
    in (select r.class, r.category from keys.key_reader r where r.role = current_user));
