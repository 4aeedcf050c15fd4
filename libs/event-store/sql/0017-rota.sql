-- Who is on call for pleas of help: kept by triage, seen by the auditor. Nothing in it has to be forgotten.
insert into es.category_writer (role, category) values ('lachan_triage', 'rota');
insert into es.category_reader (role, category) values ('lachan_triage', 'rota'), ('lachan_ledger', 'rota');
