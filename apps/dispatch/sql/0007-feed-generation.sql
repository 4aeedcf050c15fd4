-- Which history the feeds tell. Every cursor carries it. It is drawn when the tables are made and is in no backup: an installation that was
-- restored has another one, so a cursor from before is recognised, also after new items have passed the place it stood at.
create table dispatch_console.feed_generation (
  only_one boolean primary key default true check (only_one),
  generation text not null default left(replace(gen_random_uuid()::text, '-', ''), 12)
);
insert into dispatch_console.feed_generation default values;
grant select on dispatch_console.feed_generation to lachan_dispatch;

-- The same for one provider's test requests, which it may ask to be forgotten to try out what its program does then.
create table dispatch_sandbox.restart (
  provider text primary key,
  generation text not null default left(replace(gen_random_uuid()::text, '-', ''), 12)
);
grant select, insert, update on dispatch_sandbox.restart to lachan_dispatch;
