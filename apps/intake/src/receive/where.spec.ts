import { describe, expect, it } from '@jest/globals';
import { RegistersAt, RegistersReader, type Principal } from '#libs/identity';
import { FixedClock } from '#libs/service-kit';
import { Whereabouts } from './where.js';

type Version = ConstructorParameters<typeof RegistersAt>[0][number];

let position = 0;
const entry = (kind: Version['kind'], id: string, value: Record<string, unknown>, from = '2020-01-01', to: string | null = null): Version => ({
  kind,
  entry: id,
  position: (position += 1),
  validFrom: new Date(from),
  validTo: to === null ? null : new Date(to),
  retired: false,
  value,
}); // prettier-ignore

const versions = [
  entry('province', 'lam-dong', { name: 'Tỉnh Lâm Đồng', successors: [] }),
  entry('province', 'dak-nong', { name: 'Tỉnh Đắk Nông', successors: ['lam-dong'] }, '2020-01-01', '2025-07-01'),
  entry('province', 'ha-noi', { name: 'Thành phố Hà Nội', successors: [] }),
  entry('unit', 'ca-lam-dong', { kind: 'police', province: 'lam-dong' }),
  entry('unit', 'to-lam-dong', { kind: 'monitoring-team', province: 'lam-dong' }),
  entry('unit', 'truong-ha-noi', { kind: 'school-board', province: 'ha-noi' }),
];
const clock = new FixedClock('2026-03-01T00:00:00Z');
const registers = {
  now: () => Promise.resolve(new RegistersAt(versions, clock.now())),
  at: (moment: Date) => Promise.resolve(new RegistersAt(versions, moment)),
} as unknown as RegistersReader;
const whereabouts = new Whereabouts(registers, clock);

const nobody: Principal = { kind: 'public', id: 'public', unit: null, roles: [] };
const school: Principal = {
  kind: 'key',
  id: 'k',
  unit: 'truong-ha-noi',
  roles: [],
  keyRole: 'channel',
  channel: 'school',
};

describe('where a report belongs', () => {
  it.each(['Lâm Đồng', 'lam dong', 'TỈNH LÂM ĐỒNG', 'lam-dong', 'Lam_Dong'])(
    '%s is one province, watched by its monitoring team',
    async (text) => {
      expect(await whereabouts.of(nobody, text)).toEqual({ province: 'lam-dong', unit: 'to-lam-dong' });
    },
  );

  it('a province that was merged keeps its name and is watched by whoever took it over', async () => {
    expect(await whereabouts.of(nobody, 'Đắk Nông')).toEqual({ province: 'dak-nong', unit: 'to-lam-dong' });
  });

  it('a channel reports to its own unit', async () => {
    expect(await whereabouts.of(school, 'Lâm Đồng')).toEqual({ province: 'lam-dong', unit: 'truong-ha-noi' });
    expect(await whereabouts.of(school, null)).toEqual({ province: null, unit: 'truong-ha-noi' });
  });

  it('is left to triage where nobody watches, and a place nobody knows is kept as a word', async () => {
    expect(await whereabouts.of(nobody, 'TP. Hà Nội')).toEqual({ province: 'ha-noi', unit: null });
    expect(await whereabouts.of(nobody, 'Đâu đó xa lắm!')).toEqual({ province: 'dau-do-xa-lam', unit: null });
    expect(await whereabouts.of(nobody, '???')).toEqual({ province: null, unit: null });
    expect(await whereabouts.of(nobody, null)).toEqual({ province: null, unit: null });
  });
});
