import type { Asset, Encoding } from '#libs/pages';

/** The smallest body the client takes (`Accept-Encoding`); what is refused with `q=0` counts as not taken. */
export const chosenEncoding = (asset: Asset, header: string | undefined): Encoding => {
  const taken = new Set(
    (header ?? '')
      .split(',')
      .map((part) => part.trim().toLowerCase())
      .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
      .map((part) => part.split(';')[0]?.trim()),
  );
  return (['br', 'gzip'] as const).find((name) => taken.has(name) && asset.bodies.has(name)) ?? 'identity';
};
