import { deleteOld } from '#libs/process';
import type { RetentionRule } from '#libs/process';

/** Rows that an import turned away stand in clear, as somebody sent them: they go first. An import that is not finished keeps everything. */
export const retention: readonly RetentionRule[] = [
  {
    name: 'rejects',
    tables: ['intake_import.reject'],
    statement: `delete from intake_import.reject where ctid = any(array(
      select r.ctid from intake_import.import i join intake_import.reject r on r.import_id = i.id
       where i.finished_at < now() - $1::interval limit $2))`,
  },
  {
    name: 'imports',
    tables: ['intake_import.import'],
    statement: deleteOld(
      'intake_import.import',
      `o.finished_at < now() - $1::interval and not exists (select from intake_import.reject r where r.import_id = o.id)`,
    ),
  },
];
