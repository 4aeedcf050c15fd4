-- Of several processes one looks for a request: it holds the row until then. Whoever dies lets go by the clock. Until the first
-- look is done there is no verdict.
alter table dispatch_probing.next_look
  add column held_until timestamptz,
  alter column verdict drop not null,
  alter column reason drop not null;
