const LOCAL = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[\sT,]+(\d{1,2})[:hg](\d{2})?(?::(\d{2}))?)?$/;
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?(\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * A moment as people write it in Vietnamese spreadsheets (`31/12/2025 8h30`) or as programs do (ISO 8601), as RFC 3339 in UTC with
 * milliseconds; undefined when it is no real moment. Without an offset it is Vietnamese time (UTC+7, no summer time).
 */
export function momentOf(text: string): string | undefined {
  const local = LOCAL.exec(text);
  if (local) return moment(local[3], local[2], local[1], local[4], local[5], local[6]);
  const iso = ISO.exec(text);
  if (iso) return moment(iso[1], iso[2], iso[3], iso[4], iso[5], iso[6], iso[8]);
  return undefined;
}

function moment(
  year = '',
  month = '',
  day = '',
  hour = '0',
  minute = '0',
  second = '0',
  offset = '+07:00',
): string | undefined {
  const two = (digits: string): string => digits.padStart(2, '0');
  const wall = `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
  const asUtc = new Date(`${wall}.000Z`);
  // A 31st of February rolls over into March: then what was written is no date.
  if (Number.isNaN(asUtc.getTime()) || asUtc.toISOString().slice(0, 19) !== wall) return undefined;
  const zone = offset === 'Z' ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`;
  const at = new Date(`${wall}${zone}`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
