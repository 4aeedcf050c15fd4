import type { Action } from '#libs/contracts';
import { instantOf, millisecondsOf } from '../time/instant.js';

/** What is said to the outside, under the one name of the installation. */
export type OutwardDecision = 'order' | 'letter' | 'lift' | 'review-upheld' | 'review-rejected';

/** Everything that outward text may depend on [domain.md, "Never": never tell an abuser]. */
export interface StatementFacts {
  readonly decision: OutwardDecision;
  readonly reference: string;
  readonly action: Action;
  /** Citation of the legal basis, as it stands in the register. */
  readonly citation: string;
  /** When the order was issued; for a lift or the answer to a review, when that was decided. */
  readonly issuedAt: string;
  readonly expiresAt: string;
}

/** Vietnam keeps UTC+7 all year round. */
const HANOI = 7 * 3_600_000;

/** The day in Vietnam as it is written there, e.g. `01/03/2026`. */
export const vietnameseDate = (instant: string): string =>
  instantOf(millisecondsOf(instant) + HANOI)
    .slice(0, 10)
    .split('-')
    .reverse()
    .join('/');

/** What is asked, as it stands in every outward text. */
export const ACTION_WORDS: Readonly<Record<Action, string>> = {
  'remove-content': 'gỡ bỏ nội dung nêu trong yêu cầu',
  'stop-sharing': 'ngừng chia sẻ nội dung nêu trong yêu cầu',
  'restrict-age': 'giới hạn theo độ tuổi đối với mục tiêu nêu trong yêu cầu',
  'block-url': 'ngăn chặn đường dẫn nêu trong yêu cầu',
  'block-host': 'ngăn chặn tên máy chủ nêu trong yêu cầu',
  'block-domain': 'ngăn chặn tên miền nêu trong yêu cầu và mọi tên thuộc tên miền đó',
};

/**
 * Asked with every removal, whatever the category: if only possible crimes had this sentence, it would tell which they are.
 */
export const PRESERVATION =
  'Trước khi gỡ bỏ, đề nghị lưu giữ nguyên trạng dữ liệu liên quan để cung cấp khi được yêu cầu hợp pháp.';
export const REVIEW = 'Tổ chức, cá nhân bị ảnh hưởng có quyền đề nghị xem xét lại và cần nêu mã yêu cầu này.';

/**
 * The outward text of an order, a letter, a lift or the answer to a review, in Vietnamese. It depends on the reference, the
 * action, the legal basis, the decision and the dates, and on nothing else: not on who reported, which unit decided, which
 * category it was or what a note said. Equal facts give equal bytes.
 */
export const statementOf = (facts: StatementFacts): string => {
  const { decision, reference, action, citation, issuedAt, expiresAt } = facts;
  const what = ACTION_WORDS[action];
  const preserve = action === 'remove-content' ? [PRESERVATION] : [];
  const basis = `Căn cứ: ${citation}.`;
  const day = vietnameseDate(issuedAt);
  switch (decision) {
    case 'order':
      return [
        `Yêu cầu ngăn chặn, gỡ bỏ mã ${reference}, ngày ${day}: đề nghị ${what}.`,
        basis,
        ...preserve,
        `Yêu cầu có hiệu lực đến ngày ${vietnameseDate(expiresAt)}.`,
        REVIEW,
      ].join(' ');
    case 'letter':
      return [
        `Văn bản đề nghị mã ${reference}, ngày ${day}: kính đề nghị cơ quan có thẩm quyền xem xét, yêu cầu ${what}.`,
        basis,
        `Thời hạn đề nghị áp dụng đến ngày ${vietnameseDate(expiresAt)}.`,
      ].join(' ');
    case 'lift':
      return [
        `Yêu cầu gỡ chặn mã ${reference}, ngày ${day}: đề nghị chấm dứt việc ${what} và khôi phục truy cập.`,
        basis,
      ].join(' ');
    case 'review-upheld':
      return `Đề nghị xem xét lại đối với yêu cầu mã ${reference} được chấp nhận ngày ${day}: việc ${what} được chấm dứt. ${basis}`;
    case 'review-rejected':
      return `Đề nghị xem xét lại đối với yêu cầu mã ${reference} không được chấp nhận, ngày ${day}: việc ${what} giữ nguyên đến ngày ${vietnameseDate(expiresAt)}. ${basis}`;
  }
};
