import { closedList } from './words.js';

export const CASE_STATUSES = closedList({
  open: { vi: 'chờ xử lý', en: 'open' },
  'awaiting-approval': { vi: 'chờ phê duyệt', en: 'awaiting approval' },
  'awaiting-dismissal': { vi: 'chờ người thứ hai xác nhận kết thúc', en: 'awaiting a second person to dismiss' },
  approved: { vi: 'đã phê duyệt', en: 'approved' },
  'letter-sent': { vi: 'đã gửi văn bản đề nghị', en: 'competent authority asked' },
  'in-force': { vi: 'đang có hiệu lực', en: 'in force' },
  dismissed: { vi: 'kết thúc, không xử lý', en: 'dismissed' },
  merged: { vi: 'đã gộp', en: 'merged' },
  closed: { vi: 'đã kết thúc', en: 'closed' },
});
export type CaseStatus = keyof typeof CASE_STATUSES;

export const DISMISSAL_OUTCOMES = closedList({
  'out-of-scope': { vi: 'ngoài phạm vi bảo vệ trẻ em', en: 'out of scope' },
  'not-harmful': { vi: 'không gây hại cho trẻ em', en: 'not harmful to a child' },
  'not-reachable': { vi: 'nội dung không còn', en: 'no longer there' },
  unusable: { vi: 'không xác định được mục tiêu', en: 'target cannot be identified' },
  'insufficient-evidence': { vi: 'chưa đủ căn cứ', en: 'insufficient evidence' },
  'guarded-target': { vi: 'thuộc danh sách bảo vệ', en: 'target is on the guard list' },
  spam: { vi: 'phản ánh rác', en: 'spam' },
});
export type DismissalOutcome = keyof typeof DISMISSAL_OUTCOMES;

export const CLOSE_OUTCOMES = closedList({
  expired: { vi: 'hết thời hạn', en: 'expired' },
  withdrawn: { vi: 'đã thu hồi yêu cầu', en: 'withdrawn' },
  'review-upheld': { vi: 'chấp nhận đề nghị xem xét lại', en: 'review upheld' },
  removed: { vi: 'nội dung đã được gỡ bỏ', en: 'content removed' },
  'order-refused': { vi: 'yêu cầu bị chặn bởi danh sách bảo vệ hoặc thẩm quyền', en: 'order refused by the walls' },
  'authority-answered': { vi: 'cơ quan có thẩm quyền đã trả lời', en: 'competent authority answered' },
});
export type CloseOutcome = keyof typeof CLOSE_OUTCOMES;

/** States of a report's target; "unparseable" is a state to be handled by a person, never an error. */
export const TARGET_STATES = closedList({
  accepted: { vi: 'đã tiếp nhận', en: 'accepted' },
  unparseable: { vi: 'chưa xác định được đường dẫn', en: 'unparseable' },
  none: { vi: 'không có đường dẫn', en: 'no link given' },
});
export type TargetState = keyof typeof TARGET_STATES;

/** Plain words for the reporter; says nothing about other reports, units or providers. */
export const RECEIPT_STATUSES = closedList({
  received: { vi: 'đã tiếp nhận', en: 'received' },
  'in-review': { vi: 'đang được xem xét', en: 'being looked at' },
  acting: { vi: 'đang yêu cầu xử lý', en: 'action has been requested' },
  done: { vi: 'đã xử lý', en: 'dealt with' },
  'no-action': { vi: 'đã xem xét, không xử lý', en: 'looked at, no action taken' },
  'need-more': { vi: 'chưa đọc được đường dẫn', en: 'the link could not be read' },
});
export type ReceiptStatus = keyof typeof RECEIPT_STATUSES;

/** Each step of a case has one accountable unit and a due time from the dated deadline register. */
export const STEPS = closedList({
  claim: { vi: 'nhận xử lý', en: 'claim' },
  'claim-lease': { vi: 'thời gian giữ xử lý', en: 'how long a claim lasts' },
  decide: { vi: 'trình duyệt hoặc kết thúc', en: 'propose or dismiss' },
  approve: { vi: 'phê duyệt', en: 'approve' },
  'second-unit': { vi: 'đơn vị thứ hai cho ý kiến', en: 'second unit agrees' },
  'confirm-dismissal': { vi: 'xác nhận kết thúc', en: 'confirm dismissal' },
  'support-contact': { vi: 'liên hệ hỗ trợ trẻ', en: 'reach the child' },
  'referral-receive': { vi: 'tiếp nhận chuyển tin', en: 'receive referral' },
  'referral-outcome': { vi: 'trả kết quả chuyển tin', en: 'record referral outcome' },
  'request-acknowledge': { vi: 'xác nhận đã nhận yêu cầu', en: 'acknowledge request' },
  'request-enforce': { vi: 'thực hiện yêu cầu', en: 'enforce request' },
  'request-lift': { vi: 'gỡ chặn', en: 'lift' },
  'authority-answer': { vi: 'trả lời văn bản đề nghị', en: 'answer the letter' },
  'review-decide': { vi: 'giải quyết đề nghị xem xét lại', en: 'decide review' },
});
export type Step = keyof typeof STEPS;

export const NOTE_VISIBILITIES = closedList({
  internal: { vi: 'nội bộ', en: 'internal' },
  public: { vi: 'cho người phản ánh', en: 'for the reporter' },
});
export type NoteVisibility = keyof typeof NOTE_VISIBILITIES;

export const REFERRAL_RECIPIENTS = closedList({
  police: { vi: 'công an', en: 'police' },
  hotline: { vi: 'Tổng đài 111', en: 'hotline 111' },
  'social-protection': { vi: 'cơ sở bảo trợ xã hội', en: 'social protection' },
  unit: { vi: 'đơn vị khác', en: 'another unit' },
});
export type ReferralRecipient = keyof typeof REFERRAL_RECIPIENTS;

export const REFERRAL_OUTCOMES = closedList({
  'case-opened': { vi: 'đã khởi tố, thụ lý', en: 'proceedings opened' },
  'in-progress': { vi: 'đang xác minh', en: 'being verified' },
  'no-crime': { vi: 'không có dấu hiệu tội phạm', en: 'no sign of a crime' },
  'child-safe': { vi: 'trẻ đã an toàn', en: 'the child is safe' },
  'passed-on': { vi: 'đã chuyển cơ quan khác', en: 'passed on' },
});
export type ReferralOutcome = keyof typeof REFERRAL_OUTCOMES;

export const SUPPORT_STATES = closedList({
  requested: { vi: 'cần hỗ trợ', en: 'requested' },
  offered: { vi: 'đã đề nghị hỗ trợ', en: 'offered' },
  provided: { vi: 'đã hỗ trợ', en: 'provided' },
  declined: { vi: 'từ chối hỗ trợ', en: 'declined' },
});
export type SupportState = keyof typeof SUPPORT_STATES;

export const REVIEW_OUTCOMES = closedList({
  upheld: { vi: 'chấp nhận, gỡ chặn', en: 'upheld: lift' },
  rejected: { vi: 'giữ nguyên', en: 'rejected: stays' },
});
export type ReviewOutcome = keyof typeof REVIEW_OUTCOMES;
