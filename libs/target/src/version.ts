/**
 * The version of everything that decides a content key: pasted-text rules, canonical form, platform rules, link shims.
 * Stored beside every key, because a key is only comparable with keys of the same version: whoever changes a rule so
 * that `identity.golden.spec.ts` gives another key raises this number, and the reservations are rebuilt from the case
 * streams.
 */
export const CANONICALISER_VERSION = '1';
