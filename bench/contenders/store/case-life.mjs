import { randomUUID } from 'node:crypto';
import { note, noteAdded } from './event.mjs';

const target = (caseId) => ({
  state: 'accepted',
  raw: `http://${caseId}.example.test/watch?item=1`,
  canonicalUrl: `http://${caseId}.example.test/watch?item=1`,
  requestUrl: `http://${caseId}.example.test/watch?item=1`,
  contentKey: `url:${caseId}.example.test/watch?item=1`,
  host: `${caseId}.example.test`,
  domain: 'example.test',
  platform: null,
  flags: [],
  canonicaliserVersion: '1',
});

/** Type and data of the ten events of an ordinary case, in the words of the contracts: six of them hold something protected. */
const life = (caseId) => [
  ['CaseOpened', { caseId, unit: 'ha-noi.trung-tam', province: 'ha-noi', plea: false, target: target(caseId) }],
  ['ReportAttached', { caseId, report: { reportId: randomUUID(), channel: 'public-form', helpNeeded: false } }],
  [
    'CategorySuggested',
    {
      caseId,
      category: 'bullying',
      score: 0.83,
      model: 'linear',
      modelVersion: '1',
      reasons: [{ span: 'bắt nạt', rule: 'term', weight: 1.4 }],
    },
  ],
  ['CasePrioritised', { caseId, priority: 'medium', reasons: ['category'] }],
  ['CaseClassified', { caseId, category: 'bullying', person: 'p-3f1c', human: 'h-9a02' }],
  ['NoteAdded', note(caseId)],
  ['NoteAdded', note(caseId)],
  ['NoteAdded', note(caseId)],
  ['NoteAdded', note(caseId)],
  ['CaseInForce', { caseId, orderId: randomUUID() }],
];

/** The same as events of the product. */
export const caseLife = (stream) =>
  life(stream.slice('case-'.length)).map(([type, data]) => ({ ...noteAdded(stream), type, data }));
