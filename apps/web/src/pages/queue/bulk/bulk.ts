/** What can be done with many at once; approving and proposing are not among it. */
export const BULK = ['claim', 'release', 'classify', 'dismiss', 'note'] as const;
export type Bulk = (typeof BULK)[number];
