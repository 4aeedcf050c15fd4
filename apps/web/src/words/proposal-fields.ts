import { area } from './language.js';

/** The fields of a proposal by their names in the contracts. */
export const proposalFieldWords = area(
  {
    action: 'Biện pháp',
    category: 'Phân loại',
    scope: 'Phạm vi',
    legalBasis: 'Căn cứ pháp lý',
    reasons: 'Lý do',
    proportionality: 'Tính tương xứng',
    harm: 'Thiệt hại cho trẻ',
    speech: 'Liên quan đến',
    providers: 'Gửi đến',
    ageBands: 'Độ tuổi',
    expiresAt: 'Đến hết',
    targetIndex: 'Mục tiêu',
  },
  {
    action: 'Action',
    category: 'Category',
    scope: 'Scope',
    legalBasis: 'Legal basis',
    reasons: 'Reasons',
    proportionality: 'Proportionality',
    harm: 'Harm to a child',
    speech: 'Touches',
    providers: 'Goes to',
    ageBands: 'Ages',
    expiresAt: 'Until',
    targetIndex: 'Target',
  },
);
