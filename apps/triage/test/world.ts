import type { EventData, RegisterEntry, RegisterKind, Role, UnitKind } from '#libs/contracts';

/** The registers and people of triage's tests: two provinces, one of them with a predecessor, and whoever receives. */
export const LAM_DONG = 'to-lam-dong';
export const HA_NOI = 'to-ha-noi';
export const BASIS = 'luat-tre-em-2016';
export const MINISTRY = 'cuc-pttth';
const FROM = '2020-01-01T00:00:00.000Z';
const dated = { validFrom: FROM, validTo: null };

interface UnitRow {
  readonly kind: UnitKind;
  readonly province: string | null;
  readonly superior?: string;
  readonly successors?: string[];
}

export const UNITS: Readonly<Record<string, UnitRow>> = {
  [LAM_DONG]: { kind: 'monitoring-team', province: 'lam-dong', superior: MINISTRY },
  [HA_NOI]: { kind: 'monitoring-team', province: 'ha-noi', superior: MINISTRY },
  'to-dak-nong': { kind: 'monitoring-team', province: 'dak-nong', successors: [LAM_DONG] },
  'cong-an-lam-dong': { kind: 'police', province: 'lam-dong' },
  'tong-dai-111': { kind: 'hotline', province: null },
  'bao-tro-lam-dong': { kind: 'social-protection', province: 'lam-dong' },
  [MINISTRY]: { kind: 'ministry', province: null },
  'giam-sat': { kind: 'audit-office', province: null },
  'truong-thpt': { kind: 'school-board', province: 'lam-dong' },
};

export const PEOPLE: Readonly<Record<string, { unit: string; roles: Role[]; human?: string; delegateOf?: string }>> = {
  'lan-analyst': { unit: LAM_DONG, roles: ['analyst'] },
  'minh-analyst': { unit: LAM_DONG, roles: ['analyst'] },
  'hoa-approver': { unit: LAM_DONG, roles: ['approver'] },
  /** The same human being as lan-analyst under another login. */
  'lan-approver': { unit: LAM_DONG, roles: ['approver'], human: 'h-lan-analyst' },
  /** Signs for hoa-approver (ký thay). */
  'thay-approver': { unit: LAM_DONG, roles: ['approver'], delegateOf: 'hoa-approver' },
  'both-hats': { unit: LAM_DONG, roles: ['analyst', 'approver'] },
  'hn-analyst': { unit: HA_NOI, roles: ['analyst'] },
  'hn-approver': { unit: HA_NOI, roles: ['approver'] },
  'kien-auditor': { unit: 'giam-sat', roles: ['auditor'] },
  'police-officer': { unit: 'cong-an-lam-dong', roles: ['referral-recipient'] },
  'social-worker': { unit: 'bao-tro-lam-dong', roles: ['referral-recipient'] },
  admin: { unit: 'giam-sat', roles: ['administrator'] },
};

const ACTIONS = ['remove-content', 'stop-sharing', 'restrict-age', 'block-url', 'block-host', 'block-domain'] as const;

const OF_PROVINCES: EventData<'CaseClassified'>['category'][] = ['social-vice', 'bullying', 'gaming-addiction'];

/** Every register entry the tests start with. Lâm Đồng is competent for social vice, bullying and games; the ministry for csam. */
export function registerEntries(): { kind: RegisterKind; entry: string; value: unknown }[] {
  const entries: { kind: RegisterKind; entry: string; value: unknown }[] = [];
  const add = <K extends RegisterKind>(kind: K, entry: string, value: RegisterEntry<K>): void => {
    entries.push({ kind, entry, value });
  };
  for (const [id, unit] of Object.entries(UNITS)) {
    const { kind, province, superior = null, successors = [] } = unit;
    add('unit', id, { ...dated, name: id, kind, province, superior, compiler: null, successors });
  }
  for (const id of ['lam-dong', 'ha-noi']) add('province', id, { ...dated, name: id, successors: [] });
  add('province', 'dak-nong', { ...dated, name: 'dak-nong', successors: ['lam-dong'] });
  const categories: EventData<'CaseClassified'>['category'][] = [
    'social-vice',
    'bullying',
    'csam',
    'self-harm',
    'gaming-addiction',
  ];
  add('legal-basis', BASIS, {
    ...dated,
    citation: 'Luật Trẻ em 2016',
    title: 'Luật Trẻ em',
    categories,
    actions: [...ACTIONS],
  });
  const actions = [...ACTIONS];
  for (const unit of [LAM_DONG, HA_NOI]) {
    const own = { unit, actions, legalBases: [BASIS], categories: OF_PROVINCES };
    add('competence', `tq-${unit}`, { ...dated, ...own });
  }
  add('competence', 'tq-bo', { ...dated, unit: MINISTRY, actions, legalBases: [BASIS], categories });
  for (const step of ['claim', 'decide', 'approve', 'confirm-dismissal', 'second-unit'] as const) {
    add('deadline', `han-${step}`, { ...dated, step, priority: null, minutes: 60, source: 'thử' });
  }
  add('deadline', 'han-claim-critical', { ...dated, step: 'claim', priority: 'critical', minutes: 10, source: 'thử' });
  add('guard', 'thiet-yeu', { ...dated, name: 'thiet-yeu.example', source: 'thử', why: 'thiết yếu' });
  const provider = { ...dated, contact: '', provinces: null, sandbox: false };
  add('provider', 'nha-mang', {
    ...provider,
    name: 'Nhà mạng',
    kind: 'isp',
    expresses: ['block-host', 'block-domain'],
    platforms: [],
  });
  return entries;
}
