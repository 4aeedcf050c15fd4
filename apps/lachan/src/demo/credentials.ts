import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { codeOf } from '#libs/service-kit';

export const CREDENTIALS_FILE = 'demo-credentials.json';

/** What lies in `demo-credentials.json` (mode 0600); the demonstration's passwords and keys are nowhere else in clear. */
export const Credentials = z.object({
  url: z.string(),
  users: z.array(z.object({ login: z.string(), password: z.string(), role: z.string(), unit: z.string() })),
  keys: z.array(z.object({ name: z.string(), role: z.string(), unit: z.string(), key: z.string() })),
});
export type Credentials = z.infer<typeof Credentials>;

/** Written whole or not at all. */
export const writeCredentials = (dataDir: string, credentials: Credentials): void => {
  const path = join(dataDir, CREDENTIALS_FILE);
  writeFileSync(`${path}.new`, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
};

/** Null before the demonstration is established. */
export const readCredentials = (dataDir: string): Credentials | null => {
  try {
    return Credentials.parse(JSON.parse(readFileSync(join(dataDir, CREDENTIALS_FILE), 'utf8')));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
};
