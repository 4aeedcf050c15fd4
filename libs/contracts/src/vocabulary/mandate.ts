import { closedList } from './words.js';

/**
 * What the system may act on: closed, in code, and about children only. There is deliberately no category for opinion,
 * criticism, news, religion, or adult matters that do not touch a child; such a report ends as `out-of-scope`.
 */
export const CATEGORIES = closedList({
  csam: {
    vi: 'hình ảnh, video xâm hại tình dục trẻ em',
    en: 'child sexual abuse material',
    source: 'KH 1572/KH-UBND Cao Bằng III.3–4',
  },
  grooming: { vi: 'gạ gẫm, dụ dỗ trẻ em', en: 'grooming of a child', source: 'CV 1877/UBND-CATP Bắc Kạn' },
  'sexual-harassment': {
    vi: 'quấy rối tình dục trẻ em',
    en: 'sexual harassment of a child',
    source: 'CV 1877/UBND-CATP Bắc Kạn',
  },
  sextortion: { vi: 'tống tiền, đe doạ bằng hình ảnh riêng tư', en: 'extortion with private images', source: 'luật' },
  trafficking: { vi: 'mua bán, bóc lột trẻ em', en: 'trafficking or exploitation of children', source: 'luật' },
  'abuse-violence': { vi: 'bạo lực, ngược đãi trẻ em', en: 'violence or cruelty against children', source: 'luật' },
  'self-harm': {
    vi: 'cổ xuý tự hại, tự tử, thử thách nguy hiểm',
    en: 'promotion of self-harm, suicide or dangerous challenges',
    source: 'luật',
  },
  'social-vice': {
    vi: 'lôi kéo trẻ em vào tệ nạn xã hội (ma tuý, cờ bạc, chất gây nghiện)',
    en: 'drawing children into drugs, gambling or addictive substances',
    source: 'CV 1877/UBND-CATP Bắc Kạn',
  },
  bullying: { vi: 'bắt nạt trẻ em trên mạng', en: 'online bullying of a child', source: 'luật' },
  'privacy-leak': {
    vi: 'xâm phạm bí mật đời sống riêng tư, bí mật cá nhân của trẻ em',
    en: "violation of a child's privacy",
    source: 'KH 1572/KH-UBND Cao Bằng II.1; KH Hà Nội 2022 V.10',
  },
  'false-info-child': {
    vi: 'thông tin giả mạo, xuyên tạc gây hại cho trẻ em',
    en: 'false information that harms a child',
    source: 'KH Đắk Nông; KH 1572/KH-UBND Cao Bằng §12',
  },
  'harmful-service': {
    vi: 'dịch vụ gây hại, giả mạo nhắm tới trẻ em',
    en: 'harmful or fraudulent service aimed at children',
    source: 'KH 1572/KH-UBND Cao Bằng §12',
  },
  'gaming-addiction': { vi: 'trò chơi gây nghiện', en: 'addictive games', source: 'CV 1877/UBND-CATP Bắc Kạn' },
  'age-inappropriate': {
    vi: 'nội dung không phù hợp lứa tuổi',
    en: 'content unsuitable for an age group',
    source: 'KH 1572/KH-UBND Cao Bằng; KH Hà Nội 2022, 2024',
  },
});
export type Category = keyof typeof CATEGORIES;

/** What a provider or school may be asked to do, narrowest first; the order of the keys is the order of width. */
export const ACTIONS = closedList({
  'remove-content': { vi: 'gỡ bỏ nội dung', en: 'remove the content' },
  'stop-sharing': { vi: 'ngừng chia sẻ nội dung', en: 'stop further sharing', source: 'KH 1572/KH-UBND Cao Bằng §12' },
  'restrict-age': { vi: 'giới hạn theo độ tuổi (danh sách nhà trường)', en: 'restrict by age (school lists)' },
  'block-url': { vi: 'ngăn chặn một đường dẫn', en: 'block one URL' },
  'block-host': { vi: 'ngăn chặn một tên máy chủ', en: 'block one host name' },
  'block-domain': { vi: 'ngăn chặn cả tên miền', en: 'block a registrable domain and all below it' },
});
export type Action = keyof typeof ACTIONS;

export const PRIORITIES = closedList({
  critical: { vi: 'khẩn cấp', en: 'critical' },
  high: { vi: 'cao', en: 'high' },
  medium: { vi: 'trung bình', en: 'medium' },
  low: { vi: 'thấp', en: 'low' },
});
export type Priority = keyof typeof PRIORITIES;

/** Why a case has the priority it has; each code is one rule of the prioritisation. */
export const PRIORITY_REASONS = closedList({
  category: { vi: 'theo nhóm nội dung', en: 'by category' },
  'independent-sources': { vi: 'nhiều nguồn độc lập phản ánh', en: 'several independent sources' },
  'young-child': { vi: 'trẻ dưới 11 tuổi', en: 'a child under 11' },
  'help-requested': { vi: 'có yêu cầu hỗ trợ', en: 'help was asked for' },
  'child-in-danger': { vi: 'trẻ đang gặp nguy hiểm', en: 'a child is in danger' },
});
export type PriorityReason = keyof typeof PRIORITY_REASONS;

/** Protected speech: a proposal on such a target needs a second unit to agree. */
export const SPEECH_KINDS = closedList({
  press: { vi: 'báo chí', en: 'press' },
  criticism: { vi: 'phản biện', en: 'criticism' },
  complaint: { vi: 'khiếu nại', en: 'complaint' },
  denunciation: { vi: 'tố cáo', en: 'denunciation' },
});
export type SpeechKind = keyof typeof SPEECH_KINDS;

/** A child is a person under 16 by law; 16 and 17 are protected by the same steps as a matter of policy. */
export const AGE_BANDS = closedList({
  '0-5': { vi: '0–5 tuổi', en: 'ages 0–5' },
  '6-10': { vi: '6–10 tuổi', en: 'ages 6–10' },
  '11-14': { vi: '11–14 tuổi', en: 'ages 11–14' },
  '15-17': { vi: '15–17 tuổi', en: 'ages 15–17' },
});
export type AgeBand = keyof typeof AGE_BANDS;

/** What a proposal must bring, or a request must do, for a row of the mandate. */
export const MANDATE_CONDITIONS = closedList({
  'harm-statement': {
    vi: 'nêu thiệt hại cụ thể cho trẻ và cách xác minh',
    en: 'state the concrete harm to a child and how it was verified',
  },
  'second-unit-for-speech': {
    vi: 'báo chí, phản biện, khiếu nại, tố cáo: cần đơn vị thứ hai đồng ý',
    en: 'press, criticism, a complaint or a denunciation: a second unit agrees',
  },
  proportionality: { vi: 'lý giải tính tương xứng', en: 'a note on proportionality' },
  'preserve-first': { vi: 'lưu giữ dữ liệu trước khi gỡ bỏ', en: 'data are preserved before anything is removed' },
  'exact-only': {
    vi: 'chỉ gửi doanh nghiệp thực hiện được đúng mức, không nêu nhóm nội dung',
    en: 'only to providers that can act at exactly this granularity, without the category',
  },
});
export type MandateCondition = keyof typeof MANDATE_CONDITIONS;

/** What becomes unreachable besides the one item. */
export const REACH_EXTENTS = closedList({
  item: { vi: 'chỉ nội dung này', en: 'this item only' },
  host: { vi: 'cả máy chủ', en: 'the whole host' },
  domain: { vi: 'cả tên miền và mọi tên bên dưới', en: 'the whole domain and every name below it' },
});
export type ReachExtent = keyof typeof REACH_EXTENTS;

/** Why two targets may be one; a person decides. */
export const NEAR_DUPLICATE_REASONS = closedList({
  'same-page-other-query': { vi: 'cùng trang, khác tham số', en: 'the same page with other parameters' },
  'same-path-other-host': { vi: 'cùng đường dẫn trên máy chủ khác', en: 'the same path on another host' },
});
export type NearDuplicateReason = keyof typeof NEAR_DUPLICATE_REASONS;
