-- Notices that nothing brings again, looks at requests that are over, and forgotten test requests go (docs/OPERATIONS.md, What is kept).
create index notice_age on dispatch_notices.notice (last_try_at);
grant delete on dispatch_notices.notice to lachan_dispatch;
create index next_look_due on dispatch_probing.next_look (due_at);
create index event_age on dispatch_sandbox.event (at);
