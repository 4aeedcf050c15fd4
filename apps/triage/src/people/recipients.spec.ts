import { describe, expect, it } from '@jest/globals';
import type { UnitKind } from '#libs/contracts';
import { RegistersAt, type RegisterVersion } from '#libs/identity';
import { leadUnitFor, recipientFor, supportUnitFor } from './recipients.js';

const DAY = new Date('2026-03-01T00:00:00.000Z');
let position = 0;
const entry = (kind: 'unit' | 'province', id: string, value: object): RegisterVersion => ({
  kind,
  entry: id,
  position: (position += 1),
  validFrom: new Date('2020-01-01T00:00:00.000Z'),
  validTo: null,
  retired: false,
  value: { name: id, ...value },
});
const unit = (id: string, kind: UnitKind, province: string | null): RegisterVersion =>
  entry('unit', id, { kind, province, superior: null, compiler: null, successors: [] });
const at = (...versions: RegisterVersion[]): RegistersAt => new RegistersAt(versions, DAY);
const provinces = [
  entry('province', 'dak-nong', { successors: ['lam-dong'] }),
  entry('province', 'lam-dong', { successors: [] }),
];

describe('who leads', () => {
  const registers = at(
    ...provinces,
    unit('to-lam-dong', 'monitoring-team', 'lam-dong'),
    unit('a-bo', 'ministry', null),
    unit('to-ha-noi', 'monitoring-team', 'ha-noi'),
    unit('truong', 'school-board', 'lam-dong'),
  );

  it.each([
    ['the unit that heard first', { unit: 'to-ha-noi', province: 'lam-dong' }, 'to-ha-noi'],
    ['the team of the province for a report of the public', { unit: null, province: 'lam-dong' }, 'to-lam-dong'],
    ['the team of the province that took it over', { unit: null, province: 'dak-nong' }, 'to-lam-dong'],
    ['the team of a school’s own province', { unit: 'truong', province: null }, 'to-lam-dong'],
    ['the first team where nothing is known', { unit: null, province: null }, 'to-ha-noi'],
    ['the first team for a unit nobody knows', { unit: 'khong-co', province: 'ca-mau' }, 'to-ha-noi'],
  ])('%s', (_who, report, lead) => {
    expect(leadUnitFor(registers, report)).toBe(lead);
  });

  it('is nobody while the register has no such unit', () => {
    expect(leadUnitFor(at(unit('ca', 'police', null)), { unit: null, province: null })).toBeUndefined();
  });
});

describe('who receives', () => {
  const registers = at(
    ...provinces,
    unit('ca-ha-noi', 'police', 'ha-noi'),
    unit('ca-lam-dong', 'police', 'lam-dong'),
    unit('tong-dai', 'hotline', null),
  );

  it('is the province’s own unit, its successor’s, or one for the whole country', () => {
    expect(recipientFor(registers, 'police', 'lam-dong')).toBe('ca-lam-dong');
    expect(recipientFor(registers, 'police', 'dak-nong')).toBe('ca-lam-dong');
    expect(recipientFor(registers, 'police', 'ca-mau')).toBe('ca-ha-noi');
    expect(recipientFor(registers, 'hotline', 'lam-dong')).toBe('tong-dai');
    expect(recipientFor(registers, 'social-protection', 'lam-dong')).toBeUndefined();
  });

  it('a plea always has somebody who answers for it', () => {
    expect(supportUnitFor(registers, 'lam-dong', 'to-lam-dong')).toBe('tong-dai');
    expect(supportUnitFor(at(), 'lam-dong', 'to-lam-dong')).toBe('to-lam-dong');
  });
});
