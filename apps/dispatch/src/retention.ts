import { deleteOld } from '#libs/process';
import type { RetentionRule } from '#libs/process';

/**
 * A notice is needed for as long as its request may be carried again: a block while it is handed out, a lift from the oldest one on
 * that its provider has not answered, since whoever aligns begins there. A request that the feed does not know yet may be on its way there.
 */
const NOTICES = `
  o.last_try_at < now() - $1::interval
  and exists (select from dispatch_feed.request r where r.request_id = o.request_id)
  and not exists (select from dispatch_feed.item i where i.request_id = o.request_id and i.kind = 'block' and i.live)
  and not exists (
    select from dispatch_feed.item mine
      join dispatch_feed.item open on open.provider = mine.provider and open.kind = 'lift' and open.live and open.sequence <= mine.sequence
      join dispatch_feed.request waiting on waiting.request_id = open.request_id and not waiting.lift_answered
     where mine.request_id = o.request_id and mine.kind = 'lift' and mine.live)`;

/** Test requests to which nothing has happened for so long, whole; the lists that they were on are made again. */
const SANDBOX = `
with old as (
  select distinct e.request_id, e.provider from dispatch_sandbox.event e
   where e.at < now() - $1::interval
     and not exists (select from dispatch_sandbox.event later
                      where later.request_id = e.request_id and later.at >= now() - $1::interval) limit $2),
head as (
  update dispatch_sandbox.head h set content = content + 1, changed_at = now()
   where h.provider in (select provider from old) returning h.provider),
item as (delete from dispatch_sandbox.item where request_id in (select request_id from old)),
request as (delete from dispatch_sandbox.request where request_id in (select request_id from old)),
event as (delete from dispatch_sandbox.event where request_id in (select request_id from old))
select request_id from old`;

/** Looks at requests that are over, and what was remembered of names that nobody has looked at for so long. */
const LOOKS = `
with names as (${deleteOld('dispatch_probing.name_seen', 'o.looked_at < now() - $1::interval')})
${deleteOld(
  'dispatch_probing.next_look',
  `o.due_at < now() - $1::interval
   and not exists (select from dispatch_probes.probe_row p where p.request_id = o.request_id)`,
)}`;

export const retention: readonly RetentionRule[] = [
  {
    name: 'notices',
    tables: ['dispatch_notices.notice'],
    statement: deleteOld('dispatch_notices.notice', NOTICES),
  },
  {
    name: 'looks',
    tables: ['dispatch_probing.next_look', 'dispatch_probing.name_seen'],
    statement: LOOKS,
  },
  {
    name: 'sandbox',
    tables: ['dispatch_sandbox.event', 'dispatch_sandbox.request', 'dispatch_sandbox.item'],
    statement: SANDBOX,
  },
];
