import { write } from '#libs/lists';
import type { DriverConfigOf } from '../../config/config.js';
import { HEAD, MARKER, canaryEntries, markerText } from '../driver.js';
import type { Driver } from '../driver.js';
import { namesOnly } from '../names-only.js';

/** Unbound reads `local-zone` lines from a file that its configuration includes. */
export const unboundDriver = (config: DriverConfigOf<'unbound'>): Driver => ({
  kind: 'unbound',
  refusal: (item) => namesOnly('unbound', item),
  render: (entries, generation) => {
    const listed = entries.map(({ target, expiresAt }) => ({ target, until: expiresAt }));
    const { head, lines } = write('unbound', [...listed, ...canaryEntries(config.canary)]);
    const marker = [
      `  local-zone: "${MARKER}." static`,
      `  local-data: '${MARKER}. 0 IN TXT "${markerText(generation)}"'`,
    ];
    // Whatever the rest of the configuration says: nobody's questions are written down because of this list.
    const quiet = ['  log-queries: no', '  log-replies: no', '  log-local-actions: no'];
    return [{ path: config.file, bytes: [`# ${HEAD}`, ...head, ...quiet, ...marker, ...lines, ''].join('\n') }];
  },
  check: config.check,
  reload: config.reload,
});
