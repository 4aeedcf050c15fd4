/**
 * An error's message without what people wrote: quoted texts, URLs, addresses and long numbers are left out. Databases and parsers
 * quote what they choke on, and a log line or a failure's row outlives the erasure of the event it is about.
 */
export const withoutTexts = (message: string): string =>
  message
    .replace(/"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”/g, '…')
    .replace(/\b[a-z][a-z\d+.-]*:\/\/\S+/gi, '…')
    .replace(/\S+@\S+/g, '…')
    .replace(/\+?\d[\d .-]{3,}\d/g, '…');

/** The lines of a stack that say where, without the message above them. */
export const framesOf = (error: Error): string[] =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());
