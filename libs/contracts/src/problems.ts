import type { Words } from './vocabulary/words.js';

interface ProblemWords extends Words {
  readonly status: 400 | 401 | 403 | 404 | 405 | 406 | 409 | 410 | 413 | 415 | 422 | 428 | 429 | 500 | 503;
}

const problems = <const K extends string>(table: Record<K, ProblemWords>): Readonly<Record<K, ProblemWords>> =>
  Object.freeze(table);

/**
 * Every refusal and error, once: machine name → HTTP status and its title in both languages (RFC 9457). A decider's
 * refusal is one of these names, so a new refusal without words here does not compile.
 */
export const PROBLEMS = problems({
  // the request itself
  'invalid-request': { status: 400, vi: 'Dữ liệu gửi lên chưa hợp lệ', en: 'The request is not valid' },
  'invalid-cursor': { status: 400, vi: 'Con trỏ trang không hợp lệ', en: 'The cursor is not valid' },
  'invalid-encoding': { status: 400, vi: 'Văn bản không phải UTF-8 hợp lệ', en: 'The text is not valid UTF-8' },
  'cursor-gone': {
    status: 410,
    vi: 'Nguồn cấp đã được khôi phục, con trỏ này không còn dùng được: hãy lấy lại toàn bộ danh sách (snapshot)',
    en: 'The feed was restored and this cursor leads nowhere in it: take the snapshot',
  },
  unauthenticated: { status: 401, vi: 'Cần đăng nhập hoặc khoá truy cập', en: 'Sign in or send a key' },
  'signature-invalid': { status: 401, vi: 'Chữ ký không hợp lệ', en: 'The signature is not valid' },
  'sign-in-failed': {
    status: 401,
    vi: 'Tên đăng nhập, mật khẩu hoặc mã xác nhận không đúng',
    en: 'The login, password or code is not right',
  },
  'link-invalid': {
    status: 403,
    vi: 'Liên kết không đúng, đã dùng hoặc đã hết hạn',
    en: 'The link is wrong, was used, or has lapsed',
  },
  forbidden: { status: 403, vi: 'Không có quyền thực hiện', en: 'Not permitted' },
  'cross-site': {
    status: 403,
    vi: 'Yêu cầu đến từ trang khác bị từ chối',
    en: 'Refused: the call comes from another site',
  },
  'not-found': { status: 404, vi: 'Không tìm thấy', en: 'Not found' },
  'method-not-allowed': { status: 405, vi: 'Phương thức không được hỗ trợ', en: 'Method not allowed' },
  'not-acceptable': {
    status: 406,
    vi: 'Không có dạng dữ liệu được yêu cầu',
    en: 'There is no such representation',
  },
  'too-large': { status: 413, vi: 'Dữ liệu quá lớn', en: 'The body is too large' },
  'unsupported-media-type': { status: 415, vi: 'Kiểu nội dung không được hỗ trợ', en: 'Unsupported media type' },
  'version-required': {
    status: 428,
    vi: 'Thiếu If-Match: cần phiên bản đã đọc',
    en: 'If-Match with the version read is required',
  },
  'too-many-requests': {
    status: 429,
    vi: 'Quá nhiều yêu cầu, vui lòng thử lại sau',
    en: 'Too many requests, try again later',
  },
  internal: { status: 500, vi: 'Lỗi hệ thống', en: 'Internal error' },
  unavailable: {
    status: 503,
    vi: 'Tạm thời chưa phục vụ được, vui lòng thử lại',
    en: 'Unavailable for the moment, try again',
  },
  // concurrency
  'stale-version': { status: 409, vi: 'Vụ việc đã thay đổi so với bản đã đọc', en: 'It changed since it was read' },
  'idempotency-mismatch': {
    status: 422,
    vi: 'Idempotency-Key đã dùng cho nội dung khác',
    en: 'This Idempotency-Key was used for another body',
  },
  'already-open-elsewhere': {
    status: 409,
    vi: 'Mục tiêu này đã có vụ việc đang mở',
    en: 'An open case already holds this target',
  },
  // claims
  'claimed-by-another': { status: 409, vi: 'Người khác đang xử lý', en: 'Somebody else has claimed it' },
  'claim-required': { status: 409, vi: 'Cần nhận xử lý trước', en: 'Claim it first' },
  'claim-lapsed': { status: 409, vi: 'Thời gian giữ xử lý đã hết', en: 'The claim has lapsed' },
  // the life of a case
  'case-not-open': { status: 409, vi: 'Vụ việc không ở trạng thái chờ xử lý', en: 'The case is not open' },
  'not-classified': { status: 409, vi: 'Chưa phân loại', en: 'Classify it first' },
  'no-target': { status: 409, vi: 'Không có mục tiêu xác định', en: 'There is no identified target' },
  'no-proposal': { status: 409, vi: 'Không có nội dung đang trình duyệt', en: 'Nothing is proposed' },
  'digest-mismatch': {
    status: 409,
    vi: 'Nội dung đã đổi so với bản đã đọc',
    en: 'The proposal is not the one that was read',
  },
  'proposal-lapsed': { status: 409, vi: 'Thời hạn đề nghị đã qua', en: 'The proposed expiry has passed' },
  'self-approval': {
    status: 403,
    vi: 'Người trình không được tự phê duyệt',
    en: 'Whoever wrote it may not approve it',
  },
  'second-person-needed': { status: 403, vi: 'Cần người thứ hai', en: 'A second person is needed' },
  'second-unit-needed': { status: 409, vi: 'Cần đơn vị thứ hai đồng ý', en: 'A second unit must agree first' },
  'not-in-bulk': {
    status: 403,
    vi: 'Không được thực hiện hàng loạt',
    en: 'Not allowed as a bulk command',
  },
  'same-unit': { status: 403, vi: 'Cần người của đơn vị khác', en: 'It takes somebody of another unit' },
  'foreign-unit': { status: 403, vi: 'Vụ việc thuộc đơn vị khác', en: 'The case belongs to another unit' },
  'not-dismissed': { status: 409, vi: 'Vụ việc chưa kết thúc', en: 'The case is not dismissed or closed' },
  'undo-lapsed': {
    status: 409,
    vi: 'Đã quá thời gian được rút lại, hãy mở lại và nêu lý do',
    en: 'The time to take it back has passed: reopen it with a reason',
  },
  'target-readable': {
    status: 409,
    vi: 'Đường dẫn này đã xác định được, không cần sửa',
    en: 'This link was read already and needs no correction',
  },
  'target-unreadable': {
    status: 422,
    vi: 'Vẫn chưa đọc được đường dẫn',
    en: 'The link still cannot be read',
  },
  'own-view-needed': {
    status: 409,
    vi: 'Hãy ghi nhận ý kiến của mình trước khi xem lý do của người trình',
    en: 'Record your own view before you see the proposer’s reasons',
  },
  'unknown-person': {
    status: 422,
    vi: 'Không có người này trong đơn vị, hoặc người này không có vai trò cần thiết',
    en: 'The unit has no such person, or they do not hold the role it takes',
  },
  'rest-suggested': {
    status: 409,
    vi: 'Đã đến lúc nghỉ: bạn vừa xem nhiều vụ việc nặng nề',
    en: 'Time for a break: you have looked at many hard cases',
  },
  'shift-cap-reached': {
    status: 409,
    vi: 'Đã đủ số vụ việc của một ca, hãy bàn giao và nghỉ',
    en: 'The cases of one shift are done: hand over and rest',
  },
  'same-case': { status: 422, vi: 'Không thể gộp vụ việc với chính nó', en: 'A case cannot be merged with itself' },
  'letter-changed': {
    status: 409,
    vi: 'Không dựng lại được công văn đúng từng byte, hãy dùng bản đã lưu khi gửi',
    en: 'This letter cannot be made again byte for byte: use the copy that was sent',
  },
  'order-in-force': { status: 409, vi: 'Đang có yêu cầu có hiệu lực', en: 'An order is in force' },
  // the mandate
  'out-of-mandate': {
    status: 422,
    vi: 'Biện pháp không được phép với nhóm nội dung này',
    en: 'This action is not allowed for this category',
  },
  'guarded-target': {
    status: 422,
    vi: 'Mục tiêu thuộc danh sách bảo vệ, không được chặn',
    en: 'The target is on the guard list',
  },
  'harm-required': {
    status: 422,
    vi: 'Cần nêu thiệt hại cụ thể cho trẻ và cách xác minh',
    en: 'State the concrete harm to a child and how it was verified',
  },
  'proportionality-required': {
    status: 422,
    vi: 'Cần lý giải tính tương xứng',
    en: 'A note on proportionality is required',
  },
  'reasons-required': { status: 422, vi: 'Cần nêu lý do', en: 'Reasons are required' },
  'expiry-too-far': { status: 422, vi: 'Thời hạn vượt quá mức cho phép', en: 'The expiry is too far away' },
  'expiry-passed': { status: 422, vi: 'Thời hạn đã qua', en: 'The expiry has passed' },
  'legal-basis-invalid': { status: 422, vi: 'Căn cứ pháp lý không áp dụng được', en: 'The legal basis does not apply' },
  'no-competent-authority': {
    status: 422,
    vi: 'Chưa có đơn vị nào có thẩm quyền trong danh bạ',
    en: 'Nobody in the register is competent',
  },
  'scope-mismatch': {
    status: 422,
    vi: 'Phạm vi không khớp với mục tiêu và biện pháp',
    en: 'The scope does not fit the target and the action',
  },
  'narrower-works': { status: 422, vi: 'Có biện pháp hẹp hơn đủ hiệu quả', en: 'A narrower action works' },
  'unknown-provider': {
    status: 422,
    vi: 'Doanh nghiệp không có trong danh bạ',
    en: 'The provider is not in the register',
  },
  // orders and requests
  'order-not-in-force': { status: 409, vi: 'Yêu cầu không còn hiệu lực', en: 'The order is not in force' },
  'wrong-kind': {
    status: 409,
    vi: 'Câu trả lời không đúng loại yêu cầu',
    en: 'The answer does not fit this kind of request',
  },
  'already-answered': { status: 409, vi: 'Đã có câu trả lời khác', en: 'It was answered otherwise already' },
  'not-delivered': { status: 409, vi: 'Yêu cầu chưa được chuyển đến', en: 'The request was not delivered yet' },
  'link-not-revoked': { status: 409, vi: 'Đường dẫn trả lời chưa bị thu hồi', en: 'The answer link was not revoked' },
  'links-off': {
    status: 409,
    vi: 'Doanh nghiệp này không trả lời qua đường dẫn',
    en: 'This provider does not answer by link',
  },
  'links-used-up': {
    status: 409,
    vi: 'Yêu cầu này không cấp thêm được đường dẫn trả lời',
    en: 'No more answer links can be issued for this request',
  },
  'no-renewal': { status: 409, vi: 'Không có đề nghị gia hạn', en: 'No renewal is proposed' },
  'no-widening': { status: 409, vi: 'Không có đề nghị mở rộng', en: 'No widening is proposed' },
  'no-review': { status: 409, vi: 'Không có đề nghị xem xét lại đang chờ', en: 'No review is pending' },
  'third-person-needed': { status: 403, vi: 'Người thứ ba phải quyết định', en: 'A third person decides' },
  // beside the case
  'already-recorded': { status: 409, vi: 'Đã ghi nhận', en: 'Already recorded' },
  'not-received': { status: 409, vi: 'Chưa tiếp nhận', en: 'Not received yet' },
  'not-answered': { status: 409, vi: 'Chưa có câu trả lời', en: 'Not answered yet' },
  // registers
  'no-change-proposed': { status: 409, vi: 'Không có thay đổi đang chờ', en: 'No change is pending' },
  'change-pending': { status: 409, vi: 'Đang có thay đổi chờ duyệt', en: 'A change is pending already' },
  'roles-conflict': {
    status: 422,
    vi: 'Không ai vừa quyết định vừa quản trị hoặc giám sát',
    en: 'Nobody combines deciding with administering or auditing',
  },
  'unknown-entry': {
    status: 422,
    vi: 'Mục tham chiếu không có trong danh bạ',
    en: 'A referenced entry does not exist',
  },
  'invalid-value': {
    status: 422,
    vi: 'Nội dung của mục danh bạ chưa hợp lệ',
    en: 'The value of the register entry is not valid',
  },
  'login-taken': { status: 409, vi: 'Tên đăng nhập đã có người dùng', en: 'The login belongs to somebody else' },
  'last-administrators': {
    status: 409,
    vi: 'Phải còn ít nhất hai quản trị ở hai đơn vị',
    en: 'At least two administrators of two units must remain',
  },
  'two-live-keys': {
    status: 409,
    vi: 'Đã có hai khoá cùng tên còn hiệu lực, hãy thu hồi khoá cũ',
    en: 'Two keys of this name are live already: revoke the older one',
  },
  'comparison-running': { status: 409, vi: 'Đang đối chiếu, hãy chờ lượt này xong', en: 'A comparison is running' },
  'already-set-up': { status: 409, vi: 'Hệ thống đã có quản trị', en: 'The installation is set up already' },
});

export type ProblemCode = keyof typeof PROBLEMS;
