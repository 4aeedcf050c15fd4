import type { RequestPage } from '#libs/contracts';
import type { HttpCaller } from '../http-caller.js';
import { Refused } from '../http-caller.js';

/** What each sample's host ends with at the providers; hosts that are not named stay unanswered. */
export type Answers = ReadonlyMap<string, 'enforce' | 'refuse'>;

const hostOf = (target: RequestPage['items'][number]['target']): string => {
  if ('url' in target) return new URL(target.url).host;
  return 'host' in target ? target.host : target.domain;
};

const answer = async (provider: HttpCaller, item: RequestPage['items'][number], answers: Answers): Promise<void> => {
  const path = `/requests/${item.id}`;
  if (item.kind === 'lift') {
    await provider.call('POST', `${path}/lifted`, {});
    return;
  }
  const wanted = answers.get(hostOf(item.target));
  if (wanted === undefined) return;
  await provider.call('POST', `${path}/acknowledge`, {});
  if (wanted === 'enforce') await provider.call('POST', `${path}/enforced`, {});
  else {
    await provider.call('POST', `${path}/refused`, {
      code: 'not-our-customer',
      reason: 'Máy chủ này không thuộc mạng của doanh nghiệp.',
    });
  }
};

/** Every provider pulls what is new for it and answers as told, as its own program would. Gives the number of items. */
export const providersAnswer = async (
  providers: readonly HttpCaller[],
  cursors: Map<HttpCaller, string>,
  answers: Answers,
): Promise<number> => {
  let handled = 0;
  for (const provider of providers) {
    for (;;) {
      const cursor = cursors.get(provider);
      const page = await provider.call<RequestPage>(
        'GET',
        `/requests?wait=1${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      cursors.set(provider, page.cursor);
      if (page.items.length === 0) break;
      for (const item of page.items) {
        await answer(provider, item, answers).catch((error: unknown) => {
          // A block that was withdrawn meanwhile is no longer to be answered.
          if (!(error instanceof Refused) || error.status !== 409) throw error;
        });
      }
      handled += page.items.length;
    }
  }
  return handled;
};
