-- When each request is looked for next at its provider's resolver. Neither an event nor made from events: a look that settles
-- nothing leaves no other trace, and forgetting a row costs one look.
create schema dispatch_probing;
grant usage on schema dispatch_probing to lachan_dispatch;

create table dispatch_probing.next_look (
  request_id uuid primary key,
  -- Since when the request has been as it was looked for: whatever happens to it begins anew.
  since timestamptz not null,
  tries int not null,
  due_at timestamptz not null,
  verdict text not null,
  reason text not null
);
grant select, insert, update, delete on dispatch_probing.next_look to lachan_dispatch;
