-- Samples an auditor ordered: the event itself is the commitment, its leaf hash the seed.
insert into es.category_writer (role, category) values ('lachan_ledger', 'sample') on conflict do nothing;
insert into es.category_reader (role, category) values ('lachan_ledger', 'sample') on conflict do nothing;
