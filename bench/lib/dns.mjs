import { find } from '../../infra/dns/programs.mjs';
import { runWork } from './harness.mjs';

const PROGRAMS = { named: 'bind9', nsupdate: 'bind9-dnsutils', dig: 'bind9-dnsutils' };

/** A work that needs BIND and its tools; where they are not installed it says so and counts as skipped. */
export const withBind = (work) => ({
  ...work,
  run: async (context) => {
    const lacking = Object.keys(PROGRAMS).filter((program) => find(program) === undefined);
    if (lacking.length > 0) {
      const packages = [...new Set(lacking.map((program) => PROGRAMS[program]))].join(', ');
      return { rows: [], ratios: {}, skipped: `${lacking.join(', ')} not installed (Debian: ${packages})` };
    }
    const params = { ...work.params, rounds: work.rounds };
    const outcome = await runWork({ ...work, run: undefined, params }, context);
    return { ...outcome, rows: outcome.rows.filter(({ contender }) => contender !== 'fdatasync') };
  },
});
