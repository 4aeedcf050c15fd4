import type { Language } from '#libs/service-kit';

const VI = {
  title: 'Trả lời yêu cầu',
  liftTitle: 'Trả lời yêu cầu gỡ chặn',
  other: 'English',
  reference: 'Mã yêu cầu',
  action: 'Biện pháp',
  target: 'Mục tiêu (viết tách để không ai mở nhầm)',
  basis: 'Căn cứ',
  due: 'Hạn',
  until: 'Hiệu lực đến',
  stands: 'Hiện ghi nhận',
  recorded: 'Đã ghi nhận trả lời. Trả lời lại như vậy không thay đổi gì.',
  otherwise: 'Trả lời này trái với điều đã ghi nhận; điều đã ghi nhận được giữ nguyên.',
  incomplete: 'Cần chọn một trả lời; nếu từ chối, cần chọn lý do và viết vài lời.',
  acknowledge: 'Đã nhận',
  enforced: 'Đã thực hiện',
  lifted: 'Đã gỡ chặn',
  otherwiseTitle: 'Không thực hiện được?',
  refuse: 'Từ chối',
  settled: 'Đã có trả lời, không cần làm gì thêm.',
  ended:
    'Yêu cầu ban đầu đã kết thúc. Vui lòng trả lời việc gỡ chặn bằng đường dẫn trong thông báo hoặc công văn gỡ chặn.',
  code: 'Lý do',
  reason: 'Giải thích',
  careful: 'Ai có đường dẫn này đều trả lời được. Đừng chuyển tiếp cho người không có phận sự.',
  unknown: 'Đường dẫn không còn dùng được',
  unknownLead:
    'Đường dẫn sai, đã hết hạn hoặc đã bị thu hồi. Vui lòng trả lời theo cách ghi trong thông báo hoặc công văn.',
  problem: 'Chưa thực hiện được',
};

/** The words of the page at an answer link, in both languages. */
export const ANSWER_WORDS: Readonly<Record<Language, Readonly<typeof VI>>> = {
  vi: VI,
  en: {
    title: 'Answer a request',
    liftTitle: 'Answer the lift of a request',
    other: 'Tiếng Việt',
    reference: 'Reference',
    action: 'Action',
    target: 'Target (written so that nobody opens it by accident)',
    basis: 'Legal basis',
    due: 'Due',
    until: 'In effect until',
    stands: 'On record',
    recorded: 'Your answer is recorded. The same answer again changes nothing.',
    otherwise: 'This answer contradicts what is on record; what is on record stands.',
    incomplete: 'Choose an answer; to refuse, choose a reason and explain it in a few words.',
    acknowledge: 'Received',
    enforced: 'Carried out',
    lifted: 'Lifted',
    otherwiseTitle: 'Not possible?',
    refuse: 'Refuse',
    settled: 'It has been answered; nothing more is needed.',
    ended: 'The request itself has ended. Please answer its lift by the link in the notice or letter of the lift.',
    code: 'Reason',
    reason: 'Explanation',
    careful: 'Whoever has this link can answer. Please pass it on to nobody who is not concerned.',
    unknown: 'This link cannot be used',
    unknownLead:
      'The link is wrong, has expired or was revoked. Please answer in the way the notice or the letter names.',
    problem: 'This did not work',
  },
};
export type AnswerWords = (typeof ANSWER_WORDS)[Language];
