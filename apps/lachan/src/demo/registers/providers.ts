import type { Provider } from '#libs/contracts';
import { ALWAYS, entry } from './entry.js';
import type { DemoEntry } from './entry.js';

const provider = (id: string, value: Pick<Provider, 'name' | 'kind' | 'expresses'> & Partial<Provider>): DemoEntry =>
  entry('provider', id, {
    ...ALWAYS,
    platforms: [],
    provinces: null,
    sandbox: false,
    contact: `truc-ban@${id}.example`,
    ...value,
  });

/** Invented names; between them they can express everything, and none of them everything alone. */
export const PROVIDERS: readonly DemoEntry[] = [
  provider('vien-thong-song-hong', {
    name: 'Viễn thông Sông Hồng',
    kind: 'telecom',
    expresses: ['block-host', 'block-domain'],
  }),
  provider('mang-tay-nguyen', {
    name: 'Mạng Tây Nguyên',
    kind: 'isp',
    expresses: ['block-url', 'block-host', 'block-domain'],
  }),
  provider('luu-tru-ban-mai', {
    name: 'Lưu trữ Ban Mai',
    kind: 'host',
    expresses: ['remove-content', 'stop-sharing'],
  }),
  provider('nen-tang-ban-tre', {
    name: 'Nền tảng Bạn Trẻ',
    kind: 'platform',
    expresses: ['remove-content', 'stop-sharing'],
    platforms: ['zalo'],
  }),
  provider('thu-nghiem', {
    name: 'Doanh nghiệp thử nghiệm',
    kind: 'isp',
    expresses: ['block-url', 'block-host', 'block-domain', 'remove-content', 'stop-sharing'],
    sandbox: true,
  }),
];

/** What the demonstration adds to the guard list that lives in code. */
export const GUARDED: readonly DemoEntry[] = [
  entry('guard', 'benh-vien-mau', {
    ...ALWAYS,
    name: 'benh-vien.example',
    source: 'đề xuất của đơn vị, bản trình diễn',
    why: 'Dịch vụ thiết yếu: bệnh viện.',
  }),
  entry('guard', 'dich-vu-cong-mau', {
    ...ALWAYS,
    name: 'dich-vu-cong.example',
    source: 'đề xuất của đơn vị, bản trình diễn',
    why: 'Dịch vụ thiết yếu: dịch vụ công trực tuyến.',
  }),
];
