import type { Role } from '#libs/contracts';
import type { ClaimFacts, Officer } from '../src/index.js';

const officer = (person: string, unit: string, roles: Role[], human = person): Officer => ({
  person,
  human,
  unit,
  roles,
  predecessors: [],
  delegation: null,
});

/** Lâm Đồng leads the cases of these tests. */
export const an = officer('an', 'lam-dong', ['analyst']);
export const tu = officer('tu', 'lam-dong', ['analyst']);
export const binh = officer('binh', 'lam-dong', ['approver']);
export const both = officer('duc', 'lam-dong', ['analyst', 'approver']);
/** A second account of the human being behind `an`, with authority to sign. */
export const anAgain = officer('an-2', 'lam-dong', ['analyst', 'approver'], 'an');

/** Hà Nội coordinates or gives the second opinion. */
export const ha = officer('ha', 'ha-noi', ['approver']);
export const hoa = officer('hoa', 'ha-noi', ['analyst']);

/** Of a unit that took Lâm Đồng's place. */
export const heir: Officer = { ...officer('heir', 'tay-nguyen', ['analyst', 'approver']), predecessors: ['lam-dong'] };

export const admin = officer('admin', 'van-hanh', ['administrator']);
export const otherAdmin = officer('admin-2', 'bo-tttt', ['administrator']);
export const auditor = officer('giam-sat', 'thanh-tra', ['auditor']);

/** The test's present: one moment, from which everything else is counted. */
export const NOW = '2026-03-01T02:00:00.000Z';
export const SOON = '2026-03-01T02:20:00.000Z';
export const LATER = '2026-03-02T02:00:00.000Z';

export const claimOf = (by: Officer): ClaimFacts => ({ holder: by.person, until: SOON, version: 3 });
