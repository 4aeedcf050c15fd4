-- What became of links at which requests are answered: written by dispatch, read for the case's history and by the auditor. Its one
-- protected field (why a link was revoked) is sealed under the case.
insert into es.category_writer (role, category) values ('lachan_dispatch', 'answerlink') on conflict do nothing;
insert into es.category_reader (role, category) values
  ('lachan_dispatch', 'answerlink'),
  ('lachan_triage', 'answerlink'),
  ('lachan_ledger', 'answerlink')
on conflict do nothing;
