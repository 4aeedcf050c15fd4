/** DNS messages, and questions to one resolver. It is the resolver that is asked, and never the name's own servers. */
export { exchange } from './exchange.js';
export type { DnsAddress } from './exchange.js';
export {
  CLASS,
  RCODES,
  TYPE,
  UnspeakableName,
  decodeMessage,
  decodeText,
  encodeName,
  encodeNameBelow,
  encodeQuery,
  encodeRecord,
  encodeText,
  encodeUpdate,
  readName,
} from './message.js';
export type { DnsRecord, Message, Rcode } from './message.js';
export { addressesAt, looksBlocked, textsAt } from './resolve.js';
export type { Seen } from './resolve.js';
