import type { Channel, KeyRole, Person, Role } from '#libs/contracts';
import { ALWAYS, entry } from './entry.js';
import type { DemoEntry } from './entry.js';
import {
  AUDIT,
  HA_NOI,
  HOTLINE,
  LAM_DONG,
  POLICE_HA_NOI,
  POLICE_LAM_DONG,
  SCHOOL,
  SUPPORT_HA_NOI,
  SUPPORT_LAM_DONG,
} from './units.js';

export interface DemoPerson {
  readonly id: string;
  readonly login: string;
  readonly role: Role;
  readonly unit: string;
  readonly entry: DemoEntry;
}

const person = (id: string, name: string, role: Role, unit: string, login = id): DemoPerson => {
  const value: Person = { ...ALWAYS, login, name, unit, roles: [role], human: id, delegateOf: null };
  return { id, login, role, unit, entry: entry('person', id, value) };
};

/** Invented people; the two administrators are made by the set-up. */
export const PEOPLE: readonly DemoPerson[] = [
  person('chuyen-vien-lam-dong', 'Nguyễn Thị Hoa', 'analyst', LAM_DONG),
  person('phe-duyet-lam-dong', 'Trần Văn Minh', 'approver', LAM_DONG),
  person('chuyen-vien-lam-dong-2', 'K’Brếu Lâm', 'analyst', LAM_DONG),
  person('chuyen-vien-ha-noi', 'Lê Thu Trang', 'analyst', HA_NOI),
  person('chuyen-vien-ha-noi-2', 'Ngô Bảo Châm', 'analyst', HA_NOI),
  person('phe-duyet-ha-noi', 'Phạm Quốc Anh', 'approver', HA_NOI),
  person('giam-sat', 'Đỗ Hải Yến', 'auditor', AUDIT),
  person('can-bo-cong-an-lam-dong', 'Hoàng Đức Thắng', 'referral-recipient', POLICE_LAM_DONG),
  person('can-bo-cong-an-ha-noi', 'Vũ Ngọc Lan', 'referral-recipient', POLICE_HA_NOI),
  person('can-bo-bao-tro-lam-dong', 'Trịnh Thị Hậu', 'referral-recipient', SUPPORT_LAM_DONG),
  person('can-bo-bao-tro-ha-noi', 'Mai Xuân Hoà', 'referral-recipient', SUPPORT_HA_NOI),
  person('truc-tong-dai-111', 'Bùi Thanh Mai', 'referral-recipient', HOTLINE),
];

export interface DemoKey {
  readonly name: string;
  readonly role: KeyRole;
  readonly unit?: string;
  readonly provider?: string;
  readonly channel?: Channel;
}

export const KEYS: readonly DemoKey[] = [
  { name: 'Tổng đài 111', role: 'channel', unit: HOTLINE, channel: 'hotline-111' },
  { name: 'Tổ theo dõi Hà Nội', role: 'channel', unit: HA_NOI, channel: 'monitoring-team' },
  { name: 'Nhập hàng loạt Lâm Đồng', role: 'channel', unit: LAM_DONG, channel: 'bulk-import' },
  { name: 'Trường mẫu báo tin', role: 'channel', unit: SCHOOL, channel: 'school' },
  { name: 'Viễn thông Sông Hồng', role: 'provider', provider: 'vien-thong-song-hong' },
  { name: 'Mạng Tây Nguyên', role: 'provider', provider: 'mang-tay-nguyen' },
  { name: 'Lưu trữ Ban Mai', role: 'provider', provider: 'luu-tru-ban-mai' },
  { name: 'Nền tảng Bạn Trẻ', role: 'provider', provider: 'nen-tang-ban-tre' },
  { name: 'Bộ lọc trường mẫu', role: 'school', unit: SCHOOL },
  { name: 'Thử nghiệm', role: 'sandbox', provider: 'thu-nghiem' },
];
