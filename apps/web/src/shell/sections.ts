import type { Role } from '#libs/contracts';
import type { sectionWords } from '../words/sections.js';

/** One entry of the top bar. Add yours here, its words in words/sections.ts and its route in routes.tsx. */
export interface Section {
  readonly id: keyof (typeof sectionWords)['vi'];
  /** Below `/lam-viec`. */
  readonly path: string;
  readonly roles: readonly Role[];
  /** `g` and this letter lead there. */
  readonly key: string;
}

export const SECTIONS: readonly Section[] = [
  { id: 'queue', path: '/vu-viec', roles: ['analyst', 'approver', 'auditor'], key: 'v' },
  { id: 'approvals', path: '/phe-duyet', roles: ['approver'], key: 'p' },
  { id: 'help', path: '/ho-tro', roles: ['referral-recipient', 'approver', 'analyst'], key: 'h' },
  { id: 'team', path: '/dieu-hanh', roles: ['approver', 'analyst'], key: 'd' },
  { id: 'audit', path: '/giam-sat', roles: ['auditor'], key: 's' },
  { id: 'findings', path: '/giam-sat/kien-nghi', roles: ['analyst', 'approver'], key: 'k' },
  { id: 'figures', path: '/so-lieu', roles: ['analyst', 'approver', 'auditor'], key: 'l' },
  { id: 'admin', path: '/quan-tri', roles: ['administrator'], key: 'q' },
];
