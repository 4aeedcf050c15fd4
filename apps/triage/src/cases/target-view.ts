import type { Target, TargetView } from '#libs/contracts';
import { defang } from '#libs/target';

/** A target for staff. The defanged form is what screens show; one whose key was destroyed says nothing any more. */
export function targetView(target: Target | null | undefined): TargetView {
  if (target?.state === 'accepted') {
    return {
      state: 'accepted',
      url: target.canonicalUrl,
      host: target.host,
      domain: target.domain,
      contentKey: target.contentKey,
      platform: target.platform,
      defanged: defang(target.requestUrl),
      flags: target.flags,
    };
  }
  if (target?.state === 'unparseable') {
    return { ...NOTHING, state: 'unparseable', defanged: defang(target.raw), flags: [target.reason] };
  }
  return NOTHING;
}

const NOTHING: TargetView = {
  state: 'none',
  url: null,
  host: null,
  domain: null,
  contentKey: null,
  platform: null,
  defanged: null,
  flags: [],
};
