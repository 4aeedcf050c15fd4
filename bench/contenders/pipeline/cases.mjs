import { randomUUID } from 'node:crypto';

/** The cases of one round, by id. */
export const newCases = (count) => Array.from({ length: count }, () => randomUUID());

/** The same note for every contender: what its row must show was handled. */
export const noteText = (n) => `Ghi chú số ${n}: đã đối chiếu, chờ đơn vị phối hợp trả lời.`;
