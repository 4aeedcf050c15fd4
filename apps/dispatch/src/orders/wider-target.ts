import type { RequestTarget, WidenBody } from '#libs/contracts';
import { Problem } from '#libs/service-kit';
import { parts } from '#libs/target';
import { nameOf } from './host-path.js';

/**
 * The name that a wider action takes in: the host a URL lives on, or its registrable domain.
 * @throws {Problem} `guarded-target` where there is no such domain: a suffix under which everybody registers.
 */
export function widerTarget(target: RequestTarget, action: WidenBody['action']): RequestTarget {
  const name = nameOf(target);
  if (name === null) throw new Problem('no-target');
  if (action === 'block-host') return { host: name };
  const domain = parts(`http://${name}/`)?.domain ?? null;
  if (domain === null) throw new Problem('guarded-target');
  return { domain };
}
