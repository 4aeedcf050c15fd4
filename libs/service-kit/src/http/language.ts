export type Language = 'vi' | 'en';

/**
 * The language to answer in: English when `Accept-Language` prefers it to Vietnamese, otherwise Vietnamese, the first
 * language of the product. Quality values count; what cannot be read counts as not said.
 */
export function acceptLanguage(header: string | undefined): Language {
  const weights = { vi: 0, en: 0 };
  for (const part of (header ?? '').slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
    const primary = tag.split('-')[0];
    if (primary !== 'vi' && primary !== 'en') continue;
    const q = parameters.map((p) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(p)?.[1]).find((value) => value !== undefined);
    weights[primary] = Math.max(weights[primary], q === undefined ? 1 : Number(q));
  }
  return weights.en > weights.vi ? 'en' : 'vi';
}
