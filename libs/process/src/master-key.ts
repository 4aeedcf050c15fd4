import { SystemIds, secretFile } from '#libs/service-kit';
import type { AppConfig } from '#libs/service-kit';

/**
 * The key that wraps all data keys: `LACHAN_MASTER_KEY`, or `master.key` in the data folder (mode 0600), written once.
 * Whoever loses it loses every protected field; it is never in the same backup as the events (docs/OPERATIONS.md).
 */
export const masterKey = async (config: AppConfig): Promise<Buffer> =>
  config.masterKey ?? secretFile(config.dataDir, 'master.key', new SystemIds());
