import { write } from '#libs/lists';
import type { DriverConfigOf } from '../../config/config.js';
import { HEAD, MARKER, canaryEntries, markerText } from '../driver.js';
import type { Driver } from '../driver.js';
import { namesOnly } from '../names-only.js';

/** dnsmasq reads `address` and `host-record` lines from a conf-file. It has no switch that turns query logging off: it is off unless asked for. */
export const dnsmasqDriver = (config: DriverConfigOf<'dnsmasq'>): Driver => ({
  kind: 'dnsmasq',
  refusal: (item) => namesOnly('dnsmasq', item),
  render: (entries, generation) => {
    const listed = entries.map(({ target, expiresAt }) => ({ target, until: expiresAt }));
    const { lines } = write('dnsmasq', [...listed, ...canaryEntries(config.canary)]);
    const marker = `txt-record=${MARKER},"${markerText(generation)}"`;
    return [{ path: config.file, bytes: [`# ${HEAD}`, marker, ...lines, ''].join('\n') }];
  },
  check: config.check ?? [['dnsmasq', '--test', '--conf-file={file}']],
  reload: config.reload,
});
