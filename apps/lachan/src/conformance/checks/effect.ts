import { Prober, verdictOf } from '#apps/dispatch';
import { must } from '../broken.js';
import type { Check } from '../check.js';

export const EFFECT: readonly Check[] = [
  {
    name: 'canary-resolver',
    vi: 'Máy chủ phân giải của nhà cung cấp chặn tên canary và để yên tên bên cạnh',
    en: "the provider's resolver blocks the canary and leaves its neighbour alone",
    run: async (rig) => {
      const { probe } = rig.options;
      if (!probe) {
        return {
          skipped: {
            vi: 'cần --resolver, --control, --canary và --neighbour',
            en: 'it takes --resolver, --control, --canary and --neighbour',
          },
        };
      }
      const { resolver, control, canary, neighbour } = probe;
      const look = await new Prober(control).look({ resolver, canary, neighbour, cacheSeconds: 0 }, null);
      const { verdict, reason } = verdictOf(look);
      must(verdict === 'blocked', `kết luận: ${verdict} (${reason})`, `the verdict is ${verdict} (${reason})`);
      return undefined;
    },
  },
];
