-- Who may append to, read and decrypt what. The only place where it is said; es.append and row level security obey it.

create table es.category_writer (category text not null, role text not null, primary key (category, role));
create table es.category_reader (role text not null, category text not null, primary key (role, category));
create table keys.key_reader (
  role text not null,
  class text not null,
  category text not null, -- of the scope's stream
  primary key (role, class, category)
);

-- Only the owner of a category appends to it [domain.md, streams and events].
insert into es.category_writer (role, category) values
  ('lachan_intake', 'report'),
  ('lachan_intake', 'subject'),
  ('lachan_triage', 'subject'), -- erasure of a person is written by whoever was asked
  ('lachan_triage', 'claim'),
  ('lachan_triage', 'case'),
  ('lachan_triage', 'referral'),
  ('lachan_triage', 'support'),
  ('lachan_dispatch', 'order'),
  ('lachan_dispatch', 'request'),
  ('lachan_directory', 'register'),
  ('lachan_ledger', 'finding'),
  -- every app keeps its own record of who looked at what
  ('lachan_intake', 'access-intake'),
  ('lachan_triage', 'access-triage'),
  ('lachan_dispatch', 'access-dispatch'),
  ('lachan_directory', 'access-directory'),
  ('lachan_ledger', 'access-ledger');

-- Intake meets strangers: it sees reports, never cases.
insert into es.category_reader (role, category)
  select 'lachan_intake', unnest(array['report', 'subject', 'register', 'access-intake']);
-- Triage follows a matter from the report to the provider's answer.
insert into es.category_reader (role, category)
  select 'lachan_triage', unnest(array['report', 'claim', 'case', 'order', 'request', 'referral', 'support', 'subject',
    'register', 'access-triage']);
-- Dispatch acts on approvals; who reported is none of its business.
insert into es.category_reader (role, category)
  select 'lachan_dispatch', unnest(array['case', 'claim', 'order', 'request', 'register', 'access-dispatch']);
insert into es.category_reader (role, category)
  select 'lachan_directory', unnest(array['register', 'access-directory']);
-- The auditor sees everything, including what was refused.
insert into es.category_reader (role, category)
  select distinct 'lachan_ledger', category from es.category_writer;

-- Keys: a reader of events gets their protected fields only with the scope's key.
insert into keys.key_reader (role, class, category)
  select 'lachan_intake', class, category
  from unnest(array['case', 'personal', 'child-secret']) class, unnest(array['report', 'subject', 'access-intake']) category;
insert into keys.key_reader (role, class, category)
  select 'lachan_triage', class, category
  from unnest(array['case', 'personal', 'child-secret']) class,
    unnest(array['report', 'claim', 'case', 'referral', 'support', 'subject', 'access-triage']) category;
-- The target of a request, nothing about a person or a child.
insert into keys.key_reader (role, class, category) values
  ('lachan_dispatch', 'case', 'case'),
  ('lachan_dispatch', 'case', 'order'),
  ('lachan_dispatch', 'case', 'request'),
  ('lachan_dispatch', 'case', 'access-dispatch'),
  ('lachan_dispatch', 'personal', 'access-dispatch');
insert into keys.key_reader (role, class, category)
  select 'lachan_directory', 'personal', unnest(array['register', 'access-directory']);
insert into keys.key_reader (role, class, category)
  select 'lachan_ledger', class, category
  from unnest(array['case', 'personal', 'child-secret']) class, (select distinct category from es.category_writer) written;

grant select on es.category_writer, es.category_reader, keys.key_reader
  to lachan_intake, lachan_triage, lachan_dispatch, lachan_directory, lachan_ledger;
