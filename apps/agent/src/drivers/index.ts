import type { DriverConfig } from '../config/config.js';
import { bindDriver } from './bind/bind-driver.js';
import { dnsmasqDriver } from './dnsmasq/dnsmasq-driver.js';
import type { Driver } from './driver.js';
import { squidDriver } from './squid/squid-driver.js';
import { unboundDriver } from './unbound/unbound-driver.js';

export function driverOf(config: DriverConfig): Driver {
  switch (config.kind) {
    case 'unbound':
      return unboundDriver(config);
    case 'bind':
      return bindDriver(config);
    case 'dnsmasq':
      return dnsmasqDriver(config);
    case 'squid':
      return squidDriver(config);
  }
}
