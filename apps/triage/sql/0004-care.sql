-- Care for the staff. What somebody cannot look at is theirs: an ordinary row that goes when it is changed, and never an event. Only the
-- person's own calls read it.
create table triage.care_setting (
  person text primary key,
  opted_out text[] not null
);
alter table triage.care_setting owner to lachan_owner;
grant select, insert, update, delete on triage.care_setting to lachan_triage;
