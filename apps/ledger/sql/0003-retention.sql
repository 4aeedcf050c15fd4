-- Old runs go (docs/OPERATIONS.md, What is kept).
grant delete on ledger_comparison.run to lachan_ledger;
