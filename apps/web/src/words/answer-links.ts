import { area } from './language.js';

/** Words of the links at which recipients of notices and letters answer. */
export const answerLinkWords = area(
  {
    title: 'Đường dẫn trả lời',
    until: (moment: string) => `đến ${moment}`,
    revoke: 'Thu hồi',
    revokeOf: (provider: string) => `Thu hồi đường dẫn trả lời của ${provider}`,
    revokeHint: 'Có hiệu lực ngay: không ai xem hay trả lời được bằng đường dẫn này nữa. Yêu cầu vẫn giữ nguyên.',
    reason: 'Lý do',
    revoked: 'Đã thu hồi đường dẫn.',
    issue: 'Cấp đường dẫn mới',
    issueOf: (provider: string) => `Cấp đường dẫn trả lời mới cho ${provider}`,
    issued: 'Đường dẫn trả lời mới',
    issuedHint: 'Ai có đường dẫn này đều trả lời được thay doanh nghiệp. Chỉ chuyển cho người nhận của doanh nghiệp.',
    done: 'Xong',
  },
  {
    title: 'Answer links',
    until: (moment: string) => `until ${moment}`,
    revoke: 'Revoke',
    revokeOf: (provider: string) => `Revoke the answer link of ${provider}`,
    revokeHint: 'At once: nobody looks or answers by this link any more. The request itself stays as it is.',
    reason: 'Reason',
    revoked: 'The link was revoked.',
    issue: 'Issue a fresh link',
    issueOf: (provider: string) => `Issue a fresh answer link for ${provider}`,
    issued: 'Fresh answer link',
    issuedHint:
      'Whoever has this link can answer in the provider’s place. Hand it to the provider’s recipient and nobody else.',
    done: 'Done',
  },
);
