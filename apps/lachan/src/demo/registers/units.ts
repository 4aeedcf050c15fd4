import type { Unit } from '#libs/contracts';
import { ALWAYS, SINCE_MERGER, UNTIL_MERGER, entry } from './entry.js';
import type { DemoEntry } from './entry.js';

const plain = { superior: null, compiler: null, successors: [] as string[] };

const unit = (
  id: string,
  name: string,
  kind: Unit['kind'],
  province: string | null,
  more: Partial<Unit> = {},
): DemoEntry => entry('unit', id, { ...ALWAYS, ...plain, name, kind, province, ...more });

export const LAM_DONG = 'to-theo-doi-lam-dong';
export const HA_NOI = 'trung-tam-xu-ly-ha-noi';
export const MINISTRY = 'co-quan-trung-uong';
export const OPERATIONS = ['van-hanh-mot', 'van-hanh-hai'] as const;
export const AUDIT = 'giam-sat-doc-lap';
export const HOTLINE = 'tong-dai-111';
export const POLICE_LAM_DONG = 'cong-an-lam-dong';
export const POLICE_HA_NOI = 'cong-an-ha-noi';
export const SUPPORT_LAM_DONG = 'bao-tro-lam-dong';
export const SUPPORT_HA_NOI = 'bao-tro-ha-noi';
export const SCHOOL = 'truong-hoc-mau';

/** Lâm Đồng took over Đắk Nông on 1 July 2025; whoever looks for the old unit finds its successor. */
export const PROVINCES: readonly DemoEntry[] = [
  entry('province', 'lam-dong', { ...SINCE_MERGER, name: 'Lâm Đồng', successors: [] }),
  entry('province', 'dak-nong', { ...UNTIL_MERGER, name: 'Đắk Nông', successors: ['lam-dong'] }),
  entry('province', 'ha-noi', { ...ALWAYS, name: 'Hà Nội', successors: [] }),
];

export const UNITS: readonly DemoEntry[] = [
  unit(LAM_DONG, 'Tổ theo dõi, xử lý thông tin xấu, độc tỉnh Lâm Đồng', 'monitoring-team', 'lam-dong', SINCE_MERGER),
  unit('to-theo-doi-dak-nong', 'Tổ theo dõi, xử lý thông tin xấu, độc tỉnh Đắk Nông', 'monitoring-team', 'dak-nong', {
    ...UNTIL_MERGER,
    successors: [LAM_DONG],
  }),
  unit(HA_NOI, 'Trung tâm xử lý tin giả, tin xấu độc thành phố Hà Nội', 'city-centre', 'ha-noi'),
  unit(POLICE_LAM_DONG, 'Công an tỉnh Lâm Đồng', 'police', 'lam-dong', SINCE_MERGER),
  unit(POLICE_HA_NOI, 'Công an thành phố Hà Nội', 'police', 'ha-noi'),
  unit(HOTLINE, 'Tổng đài quốc gia bảo vệ trẻ em 111', 'hotline', null),
  unit(SUPPORT_LAM_DONG, 'Trung tâm công tác xã hội tỉnh Lâm Đồng', 'social-protection', 'lam-dong', SINCE_MERGER),
  unit(SUPPORT_HA_NOI, 'Trung tâm công tác xã hội thành phố Hà Nội', 'social-protection', 'ha-noi'),
  unit(MINISTRY, 'Cơ quan quản lý nhà nước ở trung ương', 'ministry', null),
  unit(AUDIT, 'Ban giám sát độc lập', 'audit-office', null),
  unit(SCHOOL, 'Trường Trung học cơ sở mẫu', 'school-board', 'lam-dong', SINCE_MERGER),
];
