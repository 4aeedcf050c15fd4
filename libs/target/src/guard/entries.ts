import { EDUCATION } from './data/education.js';
import { BANKS, PAYMENT } from './data/finance.js';
import { CHILD_PROTECTION, EMERGENCY, HEALTH } from './data/health.js';
import { NAMING, RESOLVERS, TRUST_AND_TIME } from './data/internet.js';
import { CDNS, CLOUDS, SHORT_LINK_SERVICES } from './data/networks.js';
import { AMAZON, APPLE, BYTEDANCE, GOOGLE, META, MICROSOFT } from './data/platforms-global.js';
import { HOSTED_BELOW, MEDIA, SOCIAL, WORKPLACE } from './data/platforms-social.js';
import { VIETNAMESE_PLATFORMS } from './data/platforms-vn.js';
import { PRESS } from './data/press.js';
import { VIETNAMESE_PROVIDERS } from './data/providers.js';
import { PROVINCES } from './data/provinces.js';
import { E_GOVERNMENT, STATE } from './data/state.js';
import { entriesOf } from './entry.js';
import type { GuardEntry } from './entry.js';

/**
 * The guard list as it comes with the program. It is a floor: the installation's own register adds to it (and the
 * system's own names come from configuration), nothing takes away from it but a reviewed change here.
 */
export const GUARD_ENTRIES: readonly GuardEntry[] = [
  CHILD_PROTECTION,
  EMERGENCY,
  HEALTH,
  STATE,
  E_GOVERNMENT,
  PROVINCES,
  BANKS,
  PAYMENT,
  EDUCATION,
  PRESS,
  GOOGLE,
  META,
  BYTEDANCE,
  MICROSOFT,
  APPLE,
  AMAZON,
  SOCIAL,
  MEDIA,
  WORKPLACE,
  HOSTED_BELOW,
  VIETNAMESE_PLATFORMS,
  CDNS,
  CLOUDS,
  SHORT_LINK_SERVICES,
  RESOLVERS,
  NAMING,
  TRUST_AND_TIME,
  VIETNAMESE_PROVIDERS,
].flatMap(entriesOf);
