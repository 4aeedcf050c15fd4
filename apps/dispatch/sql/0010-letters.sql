-- Official letters to providers: their numbers and what became of them are events, written by dispatch, read by the auditor. Nothing
-- in them is protected: targets stay with their requests.
insert into es.category_writer (role, category) values ('lachan_dispatch', 'letter') on conflict do nothing;
insert into es.category_reader (role, category) values
  ('lachan_dispatch', 'letter'),
  ('lachan_triage', 'letter'),
  ('lachan_ledger', 'letter')
on conflict do nothing;

-- The files as they were numbered, so that a letter stays the same bytes whatever later versions of the program would make of it.
-- Neither an event nor made from events: a lost row is made again from the log, and handed out only if its SHA-256 is the one on record.
create schema dispatch_letters;
grant usage on schema dispatch_letters to lachan_dispatch;

create table dispatch_letters.file (
  letter_id uuid not null,
  format text not null check (format in ('docx', 'pdf', 'csv')),
  body bytea not null,
  primary key (letter_id, format)
);
grant select, insert, delete on dispatch_letters.file to lachan_dispatch;
