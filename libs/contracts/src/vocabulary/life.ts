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

/** Reasons that need no typing, each with the outcome it stands for (`outcomeOfPreset`). */
export const DISMISSAL_PRESETS = closedList({
  'not-about-a-child': { vi: 'Không liên quan đến trẻ em.', en: 'Not about a child.' },
  'opinion-or-news': {
    vi: 'Ý kiến, phê bình, tin tức hoặc tôn giáo: ngoài phạm vi của hệ thống.',
    en: 'Opinion, criticism, news or religion: outside what this system is for.',
  },
  'looked-harmless': { vi: 'Đã xem xét, không gây hại cho trẻ em.', en: 'Looked at: not harmful to a child.' },
  gone: { vi: 'Nội dung không còn.', en: 'The content is no longer there.' },
  'link-unreadable': {
    vi: 'Không xác định được đường dẫn và không hỏi lại được.',
    en: 'The link cannot be identified and nobody can be asked.',
  },
  'not-enough': { vi: 'Chưa đủ căn cứ để đề nghị xử lý.', en: 'Not enough to act on.' },
  guarded: {
    vi: 'Trang thuộc danh sách bảo vệ, không được chặn.',
    en: 'The site is on the guard list and is not blocked.',
  },
  advertising: { vi: 'Quảng cáo hoặc phản ánh rác.', en: 'Advertising or spam.' },
});
export type DismissalPreset = keyof typeof DISMISSAL_PRESETS;

/** What a preset reason means for the case. */
export const outcomeOfPreset = (preset: DismissalPreset): DismissalOutcome => {
  switch (preset) {
    case 'not-about-a-child':
    case 'opinion-or-news':
      return 'out-of-scope';
    case 'looked-harmless':
      return 'not-harmful';
    case 'gone':
      return 'not-reachable';
    case 'link-unreadable':
      return 'unusable';
    case 'not-enough':
      return 'insufficient-evidence';
    case 'guarded':
      return 'guarded-target';
    case 'advertising':
      return 'spam';
  }
};

/** Why a case came back to open work. */
export const REOPEN_REASONS = closedList({
  decided: { vi: 'mở lại, có nêu lý do', en: 'reopened for a stated reason' },
  undo: { vi: 'người kết thúc rút lại ngay', en: 'taken back at once by whoever dismissed it' },
});
export type ReopenReason = keyof typeof REOPEN_REASONS;

/** An approver's own view, recorded before the proposer's reasons are shown (blind second look). */
export const OWN_VIEWS = closedList({
  act: { vi: 'nên xử lý', en: 'should be acted on' },
  'not-act': { vi: 'không nên xử lý', en: 'should not be acted on' },
  unsure: { vi: 'chưa chắc', en: 'not sure' },
});
export type OwnView = keyof typeof OWN_VIEWS;

/** Papers that belong to a case: registered with their number and the hash of the signed copy; the copy itself stays outside. */
export const DOCUMENT_KINDS = closedList({
  proposal: { vi: 'tờ trình', en: 'proposal' },
  letter: { vi: 'văn bản đề nghị', en: 'letter to the competent authority' },
  incoming: { vi: 'công văn đến', en: 'incoming letter' },
  answer: { vi: 'văn bản trả lời', en: 'answer' },
});
export type DocumentKind = keyof typeof DOCUMENT_KINDS;

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

/** Who asks for a review: anybody with an order's reference, or a school whose list keeps something useful away. */
export const REVIEW_SOURCES = closedList({
  affected: { vi: 'người bị ảnh hưởng', en: 'whoever is affected' },
  school: { vi: 'nhà trường', en: 'a school' },
});
export type ReviewSource = keyof typeof REVIEW_SOURCES;

/** Where a school's objection stands, for the school. */
export const OBJECTION_STATES = closedList({
  pending: { vi: 'đang được xem xét', en: 'being looked at' },
  upheld: { vi: 'chấp nhận, đã gỡ', en: 'upheld: taken off' },
  rejected: { vi: 'giữ nguyên', en: 'rejected: stays' },
  ended: { vi: 'việc chặn đã hết hiệu lực', en: 'the block has ended' },
});
export type ObjectionState = keyof typeof OBJECTION_STATES;

/** What an auditor may narrow a sample to: cases to which this ever happened. */
export const SAMPLE_KINDS = closedList({
  dismissed: { vi: 'đã kết thúc, không xử lý', en: 'dismissed' },
  returned: { vi: 'từng bị trả lại', en: 'returned' },
  approved: { vi: 'đã phê duyệt', en: 'approved' },
  'order-refused': { vi: 'yêu cầu bị từ chối', en: 'order or request refused' },
  letter: { vi: 'đã gửi văn bản đề nghị', en: 'competent authority asked' },
  referred: { vi: 'đã chuyển cơ quan có thẩm quyền', en: 'referred' },
  reviewed: { vi: 'có đề nghị xem xét lại', en: 'review asked for' },
  merged: { vi: 'đã gộp', en: 'merged' },
  closed: { vi: 'đã kết thúc', en: 'closed' },
});
export type SampleKind = keyof typeof SAMPLE_KINDS;

/** What figures measure: counts, and times from one moment to another. */
export const FIGURE_MEASURES = closedList({
  cases: { vi: 'vụ việc mới', en: 'cases opened' },
  reports: { vi: 'phản ánh', en: 'reports' },
  look: { vi: 'từ khi mở đến khi có người xem', en: 'opened to first human look' },
  decision: { vi: 'từ khi mở đến quyết định', en: 'opened to decision' },
  referral: { vi: 'từ khi mở đến chuyển tin', en: 'opened to referral' },
  support: { vi: 'từ yêu cầu hỗ trợ đến liên hệ', en: 'help asked for to help offered' },
  block: { vi: 'từ yêu cầu đến khi thực hiện', en: 'request to enforcement' },
  unblock: { vi: 'từ yêu cầu gỡ đến khi gỡ chặn', en: 'lift request to lift' },
});
export type FigureMeasure = keyof typeof FIGURE_MEASURES;
