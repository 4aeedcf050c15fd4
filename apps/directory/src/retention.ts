import { deleteOld } from '#libs/process';
import type { RetentionRule } from '#libs/process';

/** An invitation whose change waits for its second administrator stays: its time begins with the approval. */
export const retention: readonly RetentionRule[] = [
  {
    name: 'invitations',
    tables: ['identity.invitation'],
    statement: deleteOld(
      'identity.invitation',
      `o.expires_at < now() - $1::interval and (o.used_at < now() - $1::interval or o.used_at is null and o.approver_part is not null)`,
    ),
  },
  {
    name: 'setup-links',
    tables: ['identity.setup_token'],
    statement: deleteOld('identity.setup_token', `o.expires_at < now() - $1::interval`),
  },
  {
    name: 'sessions',
    tables: ['identity.session'],
    statement: deleteOld(
      'identity.session',
      `o.ended_at < now() - $1::interval or o.expires_at < now() - $1::interval`,
    ),
  },
];
