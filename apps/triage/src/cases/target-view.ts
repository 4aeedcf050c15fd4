import type { Target, TargetView } from '#libs/contracts';
import { masked } from '#libs/domain';
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
      ...shown(target.requestUrl),
      flags: target.flags,
    };
  }
  if (target?.state === 'unparseable') {
    return { ...NOTHING, state: 'unparseable', ...shown(target.raw), flags: [target.reason] };
  }
  return NOTHING;
}

/** The defanged form with distressing words covered; the host stays, because it is what a decision is about. */
function shown(url: string): Pick<TargetView, 'defanged' | 'marks'> {
  const whole = defang(url);
  const host = /^(?:\w+:\/\/)?[^/?#]*/.exec(whole)?.[0] ?? '';
  const { text, marks } = masked(whole.slice(host.length));
  return {
    defanged: host + text,
    marks: marks.map(({ start, end }) => ({ start: start + host.length, end: end + host.length })),
  };
}

const NOTHING: TargetView = {
  state: 'none',
  url: null,
  host: null,
  domain: null,
  contentKey: null,
  platform: null,
  defanged: null,
  marks: [],
  flags: [],
};
