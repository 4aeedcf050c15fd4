const OFFSET = 7 * 3_600_000; // Việt Nam is seven hours ahead of UTC all year round
const dayOf = (at: number): string => new Date(at + OFFSET).toISOString().slice(0, 10);

/** Days as Việt Nam counts them, `2026-03-14`. */
export const today = (): string => dayOf(Date.now());
export const dayAgo = (days: number): string => dayOf(Date.now() - days * 86_400_000);
export const dayAhead = (days: number): string => dayAgo(-days);
