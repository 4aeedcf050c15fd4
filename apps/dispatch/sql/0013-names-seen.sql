-- What rechecks of a block saw of the name itself at our own resolver: there, gone, or at another place, and since when. Neither an
-- event nor made from events: what is certain is said on the order, and forgetting a row forgets one place to compare with. It
-- holds no name, and nothing for referral categories, whose names are never asked about.
create table dispatch_probing.name_seen (
  order_id uuid primary key,
  seen text not null check (seen in ('there', 'gone', 'elsewhere')),
  since timestamptz not null,
  places text[] not null,
  looked_at timestamptz not null
);
create index name_seen_age on dispatch_probing.name_seen (looked_at);
grant select, insert, update, delete on dispatch_probing.name_seen to lachan_dispatch;
