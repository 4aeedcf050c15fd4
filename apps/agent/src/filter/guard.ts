import { ACTIONS, guard, identify } from '#libs/target';
import type { Action, GuardEntry } from '#libs/target';
import type { FeedItem } from '../state/entry.js';
import type { Refusal } from '../state/follow.js';

const isAction = (text: string): text is Action => (ACTIONS as readonly string[]).includes(text);

/**
 * A second wall at the provider: the house's guard list and the provider's own names, whatever the server asks for. A server that was taken over
 * cannot make a provider block a public suffix, a bank or the provider itself.
 */
export function ownGuard(neverBlock: readonly string[]): (item: FeedItem) => Refusal | undefined {
  const entries = neverBlock.map((name): GuardEntry => ({
    name,
    kind: 'provider',
    source: 'a name that this provider never blocks',
  }));
  return ({ action, target }) => {
    if (!isAction(action)) return undefined;
    const text = 'url' in target ? target.url : `http://${'domain' in target ? target.domain : target.host}/`;
    const found = identify(text);
    if (found.state === 'unparseable')
      return { code: 'wrong-target', reason: 'Không đọc được mục tiêu. · The target cannot be read.' };
    const verdict = guard(found, action, { entries });
    if (verdict.verdict === 'allowed') return undefined;
    return {
      code: 'would-overblock',
      reason: `Thuộc danh sách bảo vệ (${verdict.entry.kind}). · On the guard list (${verdict.entry.kind}).`,
    };
  };
}
