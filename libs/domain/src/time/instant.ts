/**
 * Arithmetic on RFC 3339 instants in UTC, without `Date`: the domain reads no clock and depends on no time zone table.
 * Instants may come with or without fractions of a second, so they are compared as numbers and never as text.
 */
const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?Z$/;

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Days since 1970-01-01 in the proleptic Gregorian calendar; years begin in March so that leap days come last. */
const daysFromCivil = (year: number, month: number, day: number): number => {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
};

const civilFromDays = (days: number): { year: number; month: number; day: number } => {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
};

/** Milliseconds since 1970. Throws on anything that is not an RFC 3339 instant in UTC: a schema let it through wrongly. */
export const millisecondsOf = (instant: string): number => {
  const found = INSTANT.exec(instant);
  if (found === null) throw new RangeError(`expected an RFC 3339 instant in UTC, found "${instant}"`);
  const [, year, month, day, hour, minute, second = '0', fraction = '0'] = found;
  const days = daysFromCivil(Number(year), Number(month), Number(day));
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return days * DAY + Number(hour) * 3_600_000 + Number(minute) * MINUTE + Number(second) * 1_000 + milliseconds;
};

const padded = (value: number, length: number): string => String(value).padStart(length, '0');

/** RFC 3339 in UTC with milliseconds. */
export const instantOf = (milliseconds: number): string => {
  const days = Math.floor(milliseconds / DAY);
  const rest = milliseconds - days * DAY;
  const { year, month, day } = civilFromDays(days);
  const date = `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
  const hour = padded(Math.floor(rest / 3_600_000), 2);
  const minute = padded(Math.floor(rest / MINUTE) % 60, 2);
  const second = padded(Math.floor(rest / 1_000) % 60, 2);
  return `${date}T${hour}:${minute}:${second}.${padded(rest % 1_000, 3)}Z`;
};

/** Whether the first moment is later than the second. */
export const isAfter = (one: string, other: string): boolean => millisecondsOf(one) > millisecondsOf(other);
/** The instant so many minutes later, fractions of a minute included. */
export const plusMinutes = (instant: string, minutes: number): string =>
  instantOf(millisecondsOf(instant) + Math.round(minutes * MINUTE));
/** The instant so many times 24 hours later. */
export const plusDays = (instant: string, days: number): string => instantOf(millisecondsOf(instant) + days * DAY);

/** Whether a dated register entry counted at `at`: from `validFrom` on, up to but without `validTo`. */
export const isValidAt = (
  entry: { readonly validFrom: string; readonly validTo: string | null },
  at: string,
): boolean => !isAfter(entry.validFrom, at) && (entry.validTo === null || isAfter(entry.validTo, at));
