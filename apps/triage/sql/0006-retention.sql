-- Looks that no figure reaches back to go (docs/OPERATIONS.md, What is kept).
create index approval_look_age on triage.approval_look (first_at);
