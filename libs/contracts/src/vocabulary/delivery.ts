import { closedList } from './words.js';

export const REQUEST_KINDS = closedList({
  block: { vi: 'ngăn chặn, gỡ bỏ', en: 'block or remove' },
  lift: { vi: 'gỡ chặn', en: 'lift' },
});
export type RequestKind = keyof typeof REQUEST_KINDS;

export const REQUEST_STATES = closedList({
  queued: { vi: 'chờ doanh nghiệp lấy', en: 'queued' },
  delivered: { vi: 'đã chuyển đến', en: 'delivered' },
  acknowledged: { vi: 'đã xác nhận', en: 'acknowledged' },
  enforced: { vi: 'đã thực hiện', en: 'enforced' },
  verified: { vi: 'đã kiểm chứng', en: 'verified' },
  refused: { vi: 'từ chối', en: 'refused' },
  'not-expressible': { vi: 'không thể hiện được tại đây', en: 'not expressible' },
  parked: { vi: 'tạm dừng, cần người xem', en: 'parked' },
  'lift-queued': { vi: 'chờ gỡ chặn', en: 'lift queued' },
  'lift-delivered': { vi: 'đã chuyển yêu cầu gỡ', en: 'lift delivered' },
  recalled: { vi: 'đã thu hồi trước khi thực hiện', en: 'recalled' },
  lifted: { vi: 'đã gỡ chặn', en: 'lifted' },
  'lift-verified': { vi: 'đã kiểm chứng gỡ chặn', en: 'lift verified' },
});
export type RequestState = keyof typeof REQUEST_STATES;

/** For every order each provider is exactly one of these; the nightly reconciliation proves it. */
export const RECONCILIATION = closedList({
  answered: { vi: 'đã trả lời', en: 'answered' },
  'open-on-time': { vi: 'đang trong hạn', en: 'open, on time' },
  overdue: { vi: 'quá hạn', en: 'overdue' },
  parked: { vi: 'tạm dừng', en: 'parked' },
  'not-expressible': { vi: 'không thể hiện được tại đây', en: 'not expressible' },
});
export type Reconciliation = keyof typeof RECONCILIATION;

/** Why a provider does not carry out a request. */
export const PROVIDER_REFUSALS = closedList({
  'not-our-customer': { vi: 'không thuộc quản lý của doanh nghiệp', en: 'not ours' },
  'already-gone': { vi: 'nội dung không còn', en: 'already gone' },
  'cannot-express': { vi: 'không thực hiện được ở mức này', en: 'cannot be done at this level' },
  'would-overblock': { vi: 'sẽ chặn nhầm dịch vụ khác', en: 'would block others' },
  'legal-doubt': { vi: 'chưa rõ căn cứ pháp lý', en: 'legal basis unclear' },
  'wrong-target': { vi: 'sai mục tiêu', en: 'wrong target' },
  technical: { vi: 'lý do kỹ thuật', en: 'technical reason' },
});
export type ProviderRefusal = keyof typeof PROVIDER_REFUSALS;

/** What a provider says of a request, whichever way it says it. */
export const PROVIDER_ANSWERS = closedList({
  acknowledge: { vi: 'đã nhận', en: 'received' },
  enforced: { vi: 'đã thực hiện', en: 'enforced' },
  refused: { vi: 'từ chối', en: 'refused' },
  lifted: { vi: 'đã gỡ chặn', en: 'lifted' },
});
export type ProviderAnswer = keyof typeof PROVIDER_ANSWERS;

/** Whether a link answers its request (ADR 43). */
export const ANSWER_LINK_STATES = closedList({
  open: { vi: 'đang dùng được', en: 'open' },
  revoked: { vi: 'đã thu hồi', en: 'revoked' },
  over: { vi: 'đã hết hạn', en: 'expired' },
  off: { vi: 'đang tắt', en: 'switched off' },
});
export type AnswerLinkState = keyof typeof ANSWER_LINK_STATES;

/** How far an official letter to a provider is. */
export const LETTER_STATES = closedList({
  'to-send': { vi: 'chờ gửi', en: 'to be sent' },
  waiting: { vi: 'chờ trả lời', en: 'waiting for an answer' },
  answered: { vi: 'đã trả lời', en: 'answered' },
});
export type LetterState = keyof typeof LETTER_STATES;

export const LETTER_FORMATS = closedList({
  docx: { vi: 'văn bản Word', en: 'Word document' },
  pdf: { vi: 'bản in PDF', en: 'PDF' },
  csv: { vi: 'bảng CSV', en: 'CSV table' },
});
export type LetterFormat = keyof typeof LETTER_FORMATS;

export const NOT_EXPRESSIBLE_REASONS = closedList({
  'names-only': { vi: 'bộ lọc chỉ thấy tên miền', en: 'this filter sees names only' },
  'not-supported': { vi: 'thiết bị không thực hiện được biện pháp này', en: 'its equipment cannot do this' },
  'granularity-needed': {
    vi: 'chỉ chuyển tới nơi chặn được đúng đường dẫn',
    en: 'goes only where it can be enforced exactly',
  },
  'open-road': {
    vi: 'chỉ chuyển qua đường truyền được bảo vệ',
    en: 'goes only over a road that others cannot read',
  },
});
export type NotExpressibleReason = keyof typeof NOT_EXPRESSIBLE_REASONS;

export const LIFT_REASONS = closedList({
  withdrawn: { vi: 'thu hồi yêu cầu', en: 'withdrawn' },
  expired: { vi: 'hết thời hạn', en: 'expired' },
  superseded: { vi: 'được thay thế', en: 'superseded' },
  'review-upheld': { vi: 'chấp nhận đề nghị xem xét lại', en: 'review upheld' },
});
export type LiftReason = keyof typeof LIFT_REASONS;

/** Why dispatch, asked again, does not issue an order from an approval. */
export const ORDER_REFUSALS = closedList({
  'guarded-target': { vi: 'thuộc danh sách bảo vệ', en: 'target is guarded' },
  'out-of-mandate': { vi: 'ngoài phạm vi được phép', en: 'outside the mandate' },
  'legal-basis-lapsed': { vi: 'căn cứ pháp lý hết hiệu lực', en: 'legal basis no longer valid' },
  'already-expired': { vi: 'đã hết thời hạn', en: 'already expired' },
  'no-competent-authority': { vi: 'không có đơn vị có thẩm quyền', en: 'nobody is competent' },
  'no-provider': { vi: 'không có doanh nghiệp nào trong phạm vi', en: 'no provider is in scope' },
  'one-person': { vi: 'thiếu người thứ hai', en: 'only one person decided' },
});
export type OrderRefusal = keyof typeof ORDER_REFUSALS;

export const FEED_FORMATS = closedList({
  json: { vi: 'JSON', en: 'JSON' },
  urls: { vi: 'danh sách đường dẫn', en: 'list of URLs' },
  domains: { vi: 'danh sách tên miền', en: 'list of domains' },
  hosts: { vi: 'tệp hosts', en: 'hosts file' },
  dnsmasq: { vi: 'cấu hình dnsmasq', en: 'dnsmasq configuration' },
  unbound: { vi: 'cấu hình Unbound', en: 'Unbound configuration' },
  rpz: { vi: 'vùng chính sách DNS (RPZ)', en: 'response policy zone' },
  'squid-domains': { vi: 'danh sách tên miền cho Squid', en: 'Squid dstdomain list' },
  'squid-urls': { vi: 'danh sách đường dẫn cho Squid', en: 'Squid url_regex list' },
  adguard: { vi: 'bộ lọc AdGuard', en: 'AdGuard filter list' },
});
export type FeedFormat = keyof typeof FEED_FORMATS;

/** What rechecks of a block in force found of the blocked name itself: asked of our own resolver, never for referral categories. */
export const RECHECKS = closedList({
  gone: { vi: 'tên miền không còn', en: 'the name is gone' },
  moved: { vi: 'tên miền đổi máy chủ', en: 'the name has moved' },
  back: { vi: 'tên miền có trở lại', en: 'the name is back' },
});
export type Recheck = keyof typeof RECHECKS;

/** How requests get to a provider that does not poll for them. */
export const DELIVERY_ADAPTERS = closedList({
  rpz: { vi: 'vùng chính sách DNS (RPZ)', en: 'response policy zone' },
  webhook: { vi: 'chuông báo qua web', en: 'webhook' },
  'platform-notice': { vi: 'thông báo gửi nền tảng', en: 'notice to a platform' },
  letter: { vi: 'công văn', en: 'official letter' },
});
export type DeliveryAdapter = keyof typeof DELIVERY_ADAPTERS;

export const DELIVERY_STATUSES = closedList({
  idle: { vi: 'chưa bắt đầu', en: 'not started' },
  carrying: { vi: 'đang chuyển', en: 'carrying' },
  elsewhere: { vi: 'tiến trình khác đang chuyển', en: 'another process carries' },
  stopped: { vi: 'tự ngắt vì thay đổi bất thường', en: 'stopped at an abnormal change' },
  failing: { vi: 'đang lỗi, sẽ thử lại', en: 'failing, will try again' },
});
export type DeliveryStatus = keyof typeof DELIVERY_STATUSES;

export const IMPORT_STATUSES = closedList({
  queued: { vi: 'chờ xử lý', en: 'queued' },
  running: { vi: 'đang nhập', en: 'running' },
  done: { vi: 'đã xong', en: 'done' },
  failed: { vi: 'thất bại', en: 'failed' },
});
export type ImportStatus = keyof typeof IMPORT_STATUSES;

/** Why a row of an import did not become a report; the row is listed with its line and the import goes on. */
export const IMPORT_REJECTS = closedList({
  'no-link': { vi: 'không có đường dẫn', en: 'no link in this row' },
  'unreadable-link': { vi: 'không đọc được đường dẫn', en: 'the link cannot be read' },
  'too-many-links': { vi: 'quá 100 đường dẫn trong một dòng', en: 'more than 100 links in one row' },
  'not-json': { vi: 'không phải một đối tượng JSON', en: 'not a JSON object' },
  'wrong-type': { vi: 'giá trị sai kiểu', en: 'a value has the wrong type' },
  'too-long': { vi: 'dòng hoặc giá trị quá dài', en: 'the row or a value is too long' },
  'invalid-text': { vi: 'có ký tự không hợp lệ', en: 'characters that are not valid text' },
  'open-quote': { vi: 'thiếu dấu ngoặc kép đóng', en: 'a quote is never closed' },
  'local-name': { vi: 'tên máy cục bộ của tệp hosts', en: "a hosts file's own local name" },
  'unsupported-rule': { vi: 'quy tắc lọc không biểu thị một tên miền', en: 'a filter rule that names no domain' },
});
export type ImportReject = keyof typeof IMPORT_REJECTS;
