import { write } from '#libs/lists';
import type { DriverConfigOf } from '../../config/config.js';
import { HEAD, MARKER, canaryEntries, markerText } from '../driver.js';
import type { Driver } from '../driver.js';
import { namesOnly } from '../names-only.js';

/** BIND reads a response policy zone as a zone file. Its serial is the list's number, so that secondaries of yours follow. */
export const bindDriver = (config: DriverConfigOf<'bind'>): Driver => ({
  kind: 'bind',
  refusal: (item) => namesOnly('rpz', item),
  render: (entries, generation) => {
    const listed = entries.map(({ target, expiresAt }) => ({ target, until: expiresAt }));
    const { lines } = write('rpz', [...listed, ...canaryEntries(config.canary)]);
    const head = ['$TTL 30', `@ SOA localhost. root.localhost. ${generation} 300 60 86400 30`, '@ NS localhost.'];
    const marker = `${MARKER} 0 TXT "${markerText(generation)}"`;
    return [{ path: config.file, bytes: [`; ${HEAD}`, ...head, marker, ...lines, ''].join('\n') }];
  },
  check: config.check ?? [['named-checkzone', '-q', config.zone, '{file}']],
  reload: config.reload,
});
