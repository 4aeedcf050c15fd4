/** RFC 8785: one text per JSON value, for whatever is hashed. Pure. */
export { canonicalJson, holdsNul, sortedNames, withMember } from './canonical-json.js';
