import type { Action, Category, Deadline, Priority, Step } from '#libs/contracts';
import { CATEGORIES, keysOf } from '#libs/contracts';
import { ALWAYS, entry } from './entry.js';
import type { DemoEntry } from './entry.js';
import { HA_NOI, LAM_DONG, MINISTRY } from './units.js';

const EVERY_CATEGORY: Category[] = keysOf(CATEGORIES);
const CONTENT: Action[] = ['remove-content', 'stop-sharing'];
const NARROW: Action[] = [...CONTENT, 'restrict-age', 'block-url', 'block-host'];

/** Citations are those of the sources; which article covers which action is for a lawyer to confirm (docs/TRUST.md). */
export const LEGAL_BASES: readonly DemoEntry[] = [
  entry('legal-basis', 'luat-tre-em-2016', {
    validFrom: '2017-06-01T00:00:00.000Z',
    validTo: null,
    citation: 'Luật số 102/2016/QH13',
    title: 'Luật Trẻ em năm 2016',
    categories: EVERY_CATEGORY,
    actions: [...NARROW, 'block-domain'],
  }),
  entry('legal-basis', 'nghi-dinh-147-2024', {
    validFrom: '2024-12-25T00:00:00.000Z',
    validTo: null,
    citation: 'Nghị định số 147/2024/NĐ-CP',
    title: 'Quản lý, cung cấp, sử dụng dịch vụ Internet và thông tin trên mạng',
    categories: EVERY_CATEGORY,
    actions: NARROW,
  }),
  entry('legal-basis', 'luat-an-ninh-mang-2025', {
    validFrom: '2026-07-01T00:00:00.000Z',
    validTo: null,
    citation: 'Luật số 116/2025/QH15',
    title: 'Luật An ninh mạng năm 2025',
    categories: [
      'csam',
      'grooming',
      'sexual-harassment',
      'sextortion',
      'trafficking',
      'abuse-violence',
      'self-harm',
      'social-vice',
    ],
    actions: [...NARROW, 'block-domain'],
  }),
  entry('legal-basis', 'quyet-dinh-830-2021', {
    validFrom: '2021-06-01T00:00:00.000Z',
    validTo: '2026-01-01T00:00:00.000Z',
    citation: 'Quyết định số 830/QĐ-TTg',
    title:
      'Chương trình bảo vệ và hỗ trợ trẻ em tương tác lành mạnh, sáng tạo trên môi trường mạng giai đoạn 2021–2025',
    categories: EVERY_CATEGORY,
    actions: CONTENT,
  }),
];

const BASES = ['luat-tre-em-2016', 'nghi-dinh-147-2024', 'luat-an-ninh-mang-2025'];

/** A province's team asks for content, URLs and hosts; a whole domain is for the central authority: then it writes a letter. */
export const COMPETENCES: readonly DemoEntry[] = [
  ...[LAM_DONG, HA_NOI].map((unit) =>
    entry('competence', `${unit}.hep`, {
      ...ALWAYS,
      unit,
      actions: NARROW,
      legalBases: BASES,
      categories: EVERY_CATEGORY,
    }),
  ),
  entry('competence', `${MINISTRY}.ten-mien`, {
    ...ALWAYS,
    unit: MINISTRY,
    actions: ['block-domain'],
    legalBases: BASES,
    categories: EVERY_CATEGORY,
  }),
];

const HOUR = 60;
const DAY = 24 * HOUR;
const OURS = 'quy định nội bộ của bản trình diễn';
const BY_PRIORITY: Readonly<Partial<Record<Step, Readonly<Record<Priority, number>>>>> = {
  claim: { critical: 30, high: 2 * HOUR, medium: 8 * HOUR, low: DAY },
  decide: { critical: 4 * HOUR, high: DAY, medium: 3 * DAY, low: 7 * DAY },
  approve: { critical: 2 * HOUR, high: 8 * HOUR, medium: DAY, low: 2 * DAY },
  'referral-receive': { critical: HOUR, high: 4 * HOUR, medium: DAY, low: DAY },
  'request-acknowledge': { critical: HOUR, high: 2 * HOUR, medium: 4 * HOUR, low: 4 * HOUR },
};
const FOR_ALL: Readonly<Partial<Record<Step, readonly [minutes: number, source: string]>>> = {
  'second-unit': [DAY, OURS],
  'confirm-dismissal': [DAY, OURS],
  'support-contact': [HOUR, OURS],
  'referral-outcome': [7 * DAY, OURS],
  'request-enforce': [DAY, 'Nghị định 147/2024/NĐ-CP: gỡ bỏ trong 24 giờ kể từ khi có yêu cầu'],
  'request-lift': [HOUR, OURS],
  'authority-answer': [7 * DAY, OURS],
  'review-decide': [2 * DAY, 'Nghị định 147/2024/NĐ-CP: 48 giờ khi có khiếu nại có căn cứ'],
};

const deadline = (id: string, value: Omit<Deadline, 'validFrom' | 'validTo'>): DemoEntry =>
  entry('deadline', id, { ...ALWAYS, ...value });

export const DEADLINES: readonly DemoEntry[] = [
  ...Object.entries(BY_PRIORITY).flatMap(([step, byPriority]) =>
    Object.entries(byPriority).map(([priority, minutes]) =>
      deadline(`${step}.${priority}`, { step: step as Step, priority: priority as Priority, minutes, source: OURS }),
    ),
  ),
  ...Object.entries(FOR_ALL).map(([step, [minutes, source]]) =>
    deadline(step, { step: step as Step, priority: null, minutes, source }),
  ),
];
