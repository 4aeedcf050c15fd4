import type { ImportReject } from '#libs/contracts';
import { interpret } from './interpret.js';
import { sampleOf, type Row, type RowParser, type TextLine } from './row.js';

/** `0.0.0.0 name` and the other ways of writing "nowhere" in a hosts file. */
const HOSTS_LINE = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]*:[\da-f:.]*(?:%\w+)?)\s+(\S.*)$/i;
const ADBLOCK_NAME = /^\|\|([^\s/^$|*]+)\^?(?:\$\S*)?$/;
const COMMENT = /^(?:#|!|;|\/\/)/;
/** Lines that every hosts file brings along for the machine itself. */
const LOCAL_NAMES = new Set([
  'localhost', 'localhost.localdomain', 'local', 'broadcasthost', 'ip6-localhost', 'ip6-loopback', 'ip6-localnet',
  'ip6-mcastprefix', 'ip6-allnodes', 'ip6-allrouters', 'ip6-allhosts', '0.0.0.0',
]); // prettier-ignore

/**
 * Lists of names and links, one per line, told apart line by line: hosts files, adblock-style `||name^`, plain domains, plain
 * URLs. Comments and empty lines are no rows. The same name in any of these forms gives the same fields.
 */
export class ListParser implements RowParser {
  line({ number, text }: TextLine): Row[] {
    const entry = text.replace(/\s[#!].*$/, '').trim();
    // A header such as `[Adblock Plus 2.0]` is a comment too; `[::1]` is an address.
    if (entry === '' || COMMENT.test(entry) || /^\[[^\]:]*\]$/.test(entry)) return [];
    const place = { line: number, text: sampleOf(text) };
    const hosts = HOSTS_LINE.exec(entry);
    if (hosts?.[1] !== undefined) {
      return hosts[1].split(/\s+/).map((name) => {
        const row = { ...place, text: sampleOf(name) };
        return LOCAL_NAMES.has(name.toLowerCase())
          ? { ...row, reject: 'local-name' }
          : { ...row, ...interpret({ url: name }) };
      });
    }
    const name = ADBLOCK_NAME.exec(entry)?.[1];
    if (name !== undefined) return [{ ...place, ...interpret({ url: name }) }];
    const reject = unsupported(entry);
    return [reject === undefined ? { ...place, ...interpret({ url: entry }) } : { ...place, reject }];
  }

  end(): Row[] {
    return [];
  }
}

/** Filter rules that name no domain: exceptions, cosmetic rules, patterns with wildcards, regular expressions. */
const unsupported = (entry: string): ImportReject | undefined =>
  /^(?:@@|\|)|^\/.*\/$|#[@?$]?#|^\*|^[^/?]*\*/.test(entry) ? 'unsupported-rule' : undefined;
