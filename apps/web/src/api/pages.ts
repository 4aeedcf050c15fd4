import { useInfiniteQuery } from '@tanstack/react-query';
import type { Answers } from './answers.js';
import { call } from './client.js';

/** Answers that are one page of a list. */
type Paged = {
  [K in keyof Answers]: Answers[K] extends { items: readonly unknown[]; cursor?: string | undefined } ? K : never;
}[keyof Answers];

type Asked = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** A list page by page, from the newest or the oldest as the server gives it. */
export const usePages = <K extends Paged>(kind: K, path: string, asked: Asked, enabled = true) =>
  useInfiniteQuery({
    queryKey: [kind, path, asked],
    queryFn: ({ pageParam, signal }) =>
      call(kind, path, { query: { ...asked, cursor: pageParam }, afterMine: true, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => (page as { cursor?: string }).cursor,
    enabled,
  });
