-- Every item says when it was queued; the default only filled the rows that were there before the column was.
alter table dispatch_sandbox.item alter column queued_at drop default;
