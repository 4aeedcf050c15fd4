-- Runs of "live compared with rebuilt": the newest is what the auditor's page shows, also after a restart.
create schema ledger_comparison;
grant usage on schema ledger_comparison to lachan_ledger;

create table ledger_comparison.run (
  id uuid primary key,
  started_at timestamptz not null,
  started_by text not null,
  finished_at timestamptz,
  total int not null,
  -- What is being compared now; null between two and at the end.
  current text,
  -- One result for each read model, in order.
  models jsonb not null default '[]',
  error text
);
create index run_started on ledger_comparison.run (started_at);
grant select, insert, update on ledger_comparison.run to lachan_ledger;
