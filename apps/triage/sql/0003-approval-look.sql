-- When an approver first looked at a proposal: their own figures count from here. Theirs alone; nobody's history.
create table triage.approval_look (
  person text not null,
  digest text not null,
  first_at timestamptz not null,
  primary key (person, digest)
);
alter table triage.approval_look owner to lachan_owner;
grant select, insert, update, delete on triage.approval_look to lachan_triage;
