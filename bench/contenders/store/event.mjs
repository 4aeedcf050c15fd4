import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';

/** 300 characters of a note as an analyst writes it: two bytes a letter now and then, like the real ones. */
const NOTE =
  'Đã đối chiếu nội dung phản ánh với quy định, xác minh qua hai nguồn độc lập; nhà trường và gia đình đã được thông báo. '
    .repeat(3)
    .slice(0, 300);

export const ACTOR = { kind: 'person', id: 'p-3f1c', unit: 'ha-noi.trung-tam', role: 'analyst' };

/** What every contender stores for one note on a case: the same facts, sealed or not as it is the contender's way. */
export const note = (caseId) => ({ caseId, noteId: randomUUID(), visibility: 'unit', text: NOTE });

/** A note as the product's own event; its text is of field class `case`, so it is sealed on the way in. */
export const noteAdded = (stream) => {
  const id = v7();
  const data = note(stream.slice('case-'.length));
  return {
    id,
    type: 'NoteAdded',
    occurredAt: new Date().toISOString(),
    actor: ACTOR,
    correlationId: id,
    causationId: null,
    data,
  };
};

/** What stands beside the data of an event, for contenders with a column of metadata. */
export const metadata = () => {
  const correlationId = v7();
  return { occurredAt: new Date().toISOString(), actor: ACTOR, correlationId, causationId: null };
};

/** A pure event of the product that holds nothing protected. */
export const classified = (stream) => ({
  ...noteAdded(stream),
  type: 'CaseClassified',
  data: { caseId: stream.slice('case-'.length), category: 'bullying', person: 'p-3f1c', human: 'h-9a02' },
});

export const streamNames = (count) => Array.from({ length: count }, () => `case-${randomUUID()}`);
