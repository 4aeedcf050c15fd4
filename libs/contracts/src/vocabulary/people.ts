import { closedList } from './words.js';

export const CHANNELS = closedList({
  'public-form': { vi: 'biểu mẫu công khai', en: 'public form' },
  'hotline-111': { vi: 'Tổng đài 111', en: 'hotline 111' },
  'vn-cop': { vi: 'mạng lưới VN-COP', en: 'VN-COP network' },
  'crime-mailbox': { vi: 'hòm thư tố giác', en: 'crime mailbox' },
  'telecom-button': { vi: 'nút phản ánh của nhà mạng', en: 'telecom report button' },
  'monitoring-team': { vi: 'tổ theo dõi', en: 'monitoring team' },
  school: { vi: 'nhà trường', en: 'school' },
  commune: { vi: 'xã, phường', en: 'commune' },
  letter: { vi: 'công văn đến', en: 'official letter' },
  'partner-api': { vi: 'kết nối đối tác', en: 'partner API' },
  'bulk-import': { vi: 'nhập hàng loạt', en: 'bulk import' },
  scan: { vi: 'rà quét', en: 'scan' },
});
export type Channel = keyof typeof CHANNELS;

/** Channels whose holder is an agency: they may be told the case once their report is attached to it. */
export const AGENCY_CHANNELS = [
  'hotline-111',
  'vn-cop',
  'crime-mailbox',
  'monitoring-team',
] as const satisfies Channel[];

export const UNIT_KINDS = closedList({
  'monitoring-team': { vi: 'Tổ theo dõi, xử lý thông tin xấu, độc', en: 'monitoring team' },
  'city-centre': { vi: 'Trung tâm xử lý tin giả, tin xấu độc', en: 'city centre' },
  department: { vi: 'sở, ban, ngành', en: 'department' },
  police: { vi: 'công an', en: 'police' },
  procuracy: { vi: 'viện kiểm sát nhân dân', en: 'procuracy' },
  court: { vi: 'toà án nhân dân', en: 'court' },
  'social-protection': { vi: 'cơ sở bảo trợ xã hội', en: 'social-protection centre' },
  hotline: { vi: 'tổng đài bảo vệ trẻ em', en: 'hotline' },
  'school-board': { vi: 'nhà trường', en: 'school board' },
  ministry: { vi: 'bộ, cơ quan trung ương', en: 'ministry' },
  'audit-office': { vi: 'cơ quan giám sát độc lập', en: 'independent audit office' },
  operations: { vi: 'đơn vị vận hành hệ thống', en: 'operations' },
});
export type UnitKind = keyof typeof UNIT_KINDS;

export const ROLES = closedList({
  analyst: { vi: 'chuyên viên xử lý', en: 'analyst' },
  approver: { vi: 'người có thẩm quyền phê duyệt', en: 'approver' },
  auditor: { vi: 'giám sát viên độc lập', en: 'auditor' },
  administrator: { vi: 'quản trị hệ thống', en: 'administrator' },
  'referral-recipient': { vi: 'cơ quan tiếp nhận chuyển tin', en: 'referral recipient' },
});
export type Role = keyof typeof ROLES;

export const KEY_ROLES = closedList({
  channel: { vi: 'khoá kênh tiếp nhận', en: 'intake channel key' },
  provider: { vi: 'khoá doanh nghiệp', en: 'provider key' },
  school: { vi: 'khoá nhà trường', en: 'school key' },
  sandbox: { vi: 'khoá thử nghiệm', en: 'sandbox key' },
  police: { vi: 'khoá cơ quan công an tiếp nhận chuyển tin', en: 'police key (referrals)' },
  hotline: { vi: 'khoá Tổng đài 111 tiếp nhận chuyển tin', en: 'hotline key (referrals)' },
});
export type KeyRole = keyof typeof KEY_ROLES;

export const PROVIDER_KINDS = closedList({
  telecom: { vi: 'doanh nghiệp viễn thông', en: 'telecom' },
  isp: { vi: 'nhà cung cấp dịch vụ Internet', en: 'ISP' },
  platform: { vi: 'nền tảng', en: 'platform' },
  host: { vi: 'đơn vị lưu trữ', en: 'hosting provider' },
});
export type ProviderKind = keyof typeof PROVIDER_KINDS;

export const REGISTER_KINDS = closedList({
  unit: { vi: 'đơn vị', en: 'units' },
  person: { vi: 'người dùng', en: 'people' },
  province: { vi: 'tỉnh, thành phố', en: 'provinces' },
  provider: { vi: 'doanh nghiệp, nền tảng', en: 'providers' },
  'legal-basis': { vi: 'căn cứ pháp lý', en: 'legal bases' },
  competence: { vi: 'thẩm quyền', en: 'competences' },
  deadline: { vi: 'thời hạn', en: 'deadlines' },
  guard: { vi: 'danh sách bảo vệ, không được chặn', en: 'guard list' },
  policy: { vi: 'quy định làm việc', en: 'working rules' },
});
export type RegisterKind = keyof typeof REGISTER_KINDS;

/** Dated rules of daily work, each a number in the register; a row for a unit goes before the row for every unit. */
export const WORK_POLICIES = closedList({
  'undo-dismissal-seconds': {
    vi: 'số giây được rút lại việc kết thúc',
    en: 'seconds in which a dismissal may be taken back',
  },
  'severe-run-cases': {
    vi: 'số vụ việc nghiêm trọng liên tiếp trước khi nghỉ',
    en: 'severe cases in a row before a break',
  },
  'break-minutes': { vi: 'số phút nghỉ', en: 'minutes of a break' },
  'shift-cap-cases': { vi: 'số vụ việc tối đa trong một ca', en: 'most cases in a shift' },
  'shift-hours': { vi: 'số giờ của một ca', en: 'hours of a shift' },
  'blind-second-look': {
    vi: 'xem xét độc lập trước khi phê duyệt (1: có, 0: không)',
    en: 'blind second look before approving (1: yes, 0: no)',
  },
});
export type WorkPolicy = keyof typeof WORK_POLICIES;
