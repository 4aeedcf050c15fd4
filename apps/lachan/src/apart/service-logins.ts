import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { packagePath } from '#libs/event-store';
import type { ServiceName } from '#libs/event-store';
import type { ServiceDefinition } from '#libs/process';
import pg from 'pg';

/** Bytes of a password that nobody types. */
const PASSWORD_BYTES = 24;

/**
 * Makes the logins of infra/postgres/logins.sql where they are missing and gives each a new password, which ends with the processes that
 * were told it. The database has to be migrated: the roles a login may become are made there.
 * @param adminUrl a login that may create roles.
 * @returns the URL of each service's own login.
 */
export const serviceLogins = async (
  adminUrl: string,
  services: readonly ServiceDefinition[],
): Promise<(service: ServiceName) => string> => {
  const urls = new Map<ServiceName, string>();
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(await readFile(packagePath('infra/postgres/logins.sql'), 'utf8'));
    for (const { name } of services) {
      const url = new URL(adminUrl);
      url.username = `lachan_login_${name}`;
      url.password = randomBytes(PASSWORD_BYTES).toString('base64url');
      await client.query(
        `alter role ${client.escapeIdentifier(url.username)} password ${client.escapeLiteral(url.password)}`,
      );
      urls.set(name, url.href);
    }
  } finally {
    await client.end();
  }
  return (service) => {
    const url = urls.get(service);
    if (url === undefined) throw new Error(`${service} has no login of its own`);
    return url;
  };
};
