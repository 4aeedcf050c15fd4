import {
  ACTIONS,
  CATEGORIES,
  CLOSE_OUTCOMES,
  DISMISSAL_OUTCOMES,
  PRIORITIES,
  PROVIDER_KINDS,
  PROVIDER_REFUSALS,
  RECHECKS,
  REGISTER_KINDS,
  ROLES,
  STEPS,
  UNIT_KINDS,
  WORK_POLICIES,
  type ClosedList,
  type Words,
} from '#libs/contracts';
import { useFormats } from './formats.js';
import { useLanguage } from './language.js';

/** Fields of events and register entries as people read them; a field without words is shown by its own name. */
const FIELDS: Readonly<Record<string, Words>> = {
  acknowledgeBy: { vi: 'Xác nhận trước', en: 'Acknowledge by' },
  action: { vi: 'Biện pháp', en: 'Action' },
  actions: { vi: 'Biện pháp', en: 'Actions' },
  answersByLink: { vi: 'Được trả lời qua đường dẫn', en: 'May answer by link' },
  approvedBy: { vi: 'Người phê duyệt', en: 'Approved by' },
  authority: { vi: 'Cơ quan có thẩm quyền', en: 'Authority' },
  by: { vi: 'Người', en: 'By' },
  canonicalUrl: { vi: 'Đường dẫn', en: 'Link' },
  categories: { vi: 'Phân loại', en: 'Categories' },
  category: { vi: 'Phân loại', en: 'Category' },
  channel: { vi: 'Kênh tiếp nhận', en: 'Channel' },
  citation: { vi: 'Số hiệu', en: 'Citation' },
  code: { vi: 'Mã lý do', en: 'Code' },
  compiler: { vi: 'Đơn vị tổng hợp báo cáo', en: 'Compiles its reports' },
  competent: { vi: 'Đúng thẩm quyền', en: 'Competent' },
  contact: { vi: 'Đầu mối 24/7', en: '24/7 contact' },
  delegateOf: { vi: 'Ký thay', en: 'Signs for' },
  digest: { vi: 'Mã bản đề xuất', en: 'Digest' },
  dueAt: { vi: 'Hạn', en: 'Due' },
  enforceBy: { vi: 'Thực hiện trước', en: 'Enforce by' },
  expiresAt: { vi: 'Hết hạn', en: 'Expires' },
  expresses: { vi: 'Làm được', en: 'Can do' },
  found: { vi: 'Kết quả kiểm tra', en: 'Found' },
  human: { vi: 'Người thật', en: 'Human being' },
  issuedAt: { vi: 'Ban hành lúc', en: 'Issued at' },
  kind: { vi: 'Loại', en: 'Kind' },
  legalBases: { vi: 'Căn cứ', en: 'Legal bases' },
  legalBasis: { vi: 'Căn cứ', en: 'Legal basis' },
  login: { vi: 'Tên đăng nhập', en: 'Login' },
  minutes: { vi: 'Số phút', en: 'Minutes' },
  name: { vi: 'Tên', en: 'Name' },
  note: { vi: 'Ghi chú', en: 'Note' },
  order: { vi: 'Yêu cầu', en: 'Order' },
  outcome: { vi: 'Kết quả', en: 'Outcome' },
  person: { vi: 'Người', en: 'Person' },
  platforms: { vi: 'Nền tảng', en: 'Platforms' },
  priority: { vi: 'Mức ưu tiên', en: 'Priority' },
  proposal: { vi: 'Đề xuất', en: 'Proposal' },
  proposedBy: { vi: 'Người trình', en: 'Proposed by' },
  provider: { vi: 'Doanh nghiệp', en: 'Provider' },
  providers: { vi: 'Doanh nghiệp', en: 'Providers' },
  province: { vi: 'Tỉnh, thành phố', en: 'Province' },
  provinces: { vi: 'Tỉnh, thành phố', en: 'Provinces' },
  reason: { vi: 'Lý do', en: 'Reason' },
  reasons: { vi: 'Lý do', en: 'Reasons' },
  recipient: { vi: 'Nơi nhận', en: 'Recipient' },
  reference: { vi: 'Mã yêu cầu', en: 'Reference' },
  roles: { vi: 'Vai trò', en: 'Roles' },
  sandbox: { vi: 'Thử nghiệm', en: 'Sandbox' },
  seenAt: { vi: 'Chắc chắn lúc', en: 'Sure at' },
  since: { vi: 'Từ', en: 'Since' },
  source: { vi: 'Nguồn', en: 'Source' },
  statement: { vi: 'Nêu lý do', en: 'Statement' },
  step: { vi: 'Khâu', en: 'Step' },
  successors: { vi: 'Đơn vị kế thừa', en: 'Successors' },
  superior: { vi: 'Cấp trên', en: 'Superior' },
  target: { vi: 'Mục tiêu', en: 'Target' },
  targets: { vi: 'Mục tiêu', en: 'Targets' },
  text: { vi: 'Nội dung', en: 'Text' },
  title: { vi: 'Tên văn bản', en: 'Title' },
  unit: { vi: 'Đơn vị', en: 'Unit' },
  until: { vi: 'Đến', en: 'Until' },
  url: { vi: 'Đường dẫn', en: 'Link' },
  validFrom: { vi: 'Có hiệu lực từ', en: 'Valid from' },
  validTo: { vi: 'Đến', en: 'Valid to' },
  value: { vi: 'Giá trị', en: 'Value' },
  visibility: { vi: 'Ai thấy', en: 'Who sees it' },
  why: { vi: 'Vì sao', en: 'Why' },
};

const LISTS: Readonly<Record<string, readonly ClosedList<string>[]>> = {
  action: [ACTIONS],
  actions: [ACTIONS],
  expresses: [ACTIONS],
  category: [CATEGORIES],
  categories: [CATEGORIES],
  priority: [PRIORITIES],
  roles: [ROLES],
  step: [STEPS],
  kind: [UNIT_KINDS, PROVIDER_KINDS, REGISTER_KINDS],
  name: [WORK_POLICIES],
  outcome: [DISMISSAL_OUTCOMES, CLOSE_OUTCOMES],
  code: [PROVIDER_REFUSALS],
  found: [RECHECKS],
};

const MOMENT = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/;
const YES_NO: Readonly<Record<string, Words>> = { true: { vi: 'có', en: 'yes' }, false: { vi: 'không', en: 'no' } };

export const useFieldName = (): ((field: string) => string) => {
  const language = useLanguage();
  return (field) => (Object.hasOwn(FIELDS, field) ? FIELDS[field]?.[language] : undefined) ?? field;
};

/** A stored value in words: terms of the domain, moments in Việt Nam's time, lists with commas; the rest as it is. */
export const useFieldValue = (): ((field: string, value: unknown) => string) => {
  const language = useLanguage();
  const { moment } = useFormats();
  const show = (field: string, value: unknown): string => {
    if (value === null || value === undefined) return '';
    if (Array.isArray(value)) return value.map((one) => show(field, one)).join(', ');
    if (typeof value === 'boolean') return YES_NO[String(value)]?.[language] ?? '';
    if (typeof value === 'number') return String(value);
    if (typeof value !== 'string') return JSON.stringify(value);
    if (MOMENT.test(value)) return moment(value);
    const list = LISTS[field]?.find((one) => Object.hasOwn(one, value));
    return list?.[value]?.[language] ?? value;
  };
  return show;
};
