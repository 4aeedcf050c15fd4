-- What providers removed on their own initiative: written by dispatch, read by triage and the auditor. Its one protected field
-- (the URL) is sealed under the report's own stream.
insert into es.category_writer (role, category) values ('lachan_dispatch', 'selfreport') on conflict do nothing;
insert into es.category_reader (role, category) values
  ('lachan_dispatch', 'selfreport'),
  ('lachan_triage', 'selfreport'),
  ('lachan_ledger', 'selfreport')
on conflict do nothing;
insert into keys.key_reader (role, class, category) values
  ('lachan_dispatch', 'case', 'selfreport'),
  ('lachan_triage', 'case', 'selfreport'),
  ('lachan_ledger', 'case', 'selfreport')
on conflict do nothing;
