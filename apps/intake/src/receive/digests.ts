import { hkdfSync } from 'node:crypto';
import type { Principal } from '#libs/identity';
import { Hmac } from './hmac.js';
import type { ReportInput } from './report-input.js';

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RECEIPT_CHARACTERS = 16;

type Use = 'named target' | 'receipt' | 'receipt look-up' | 'source' | 'row' | 'body';

/**
 * Everything intake derives under the installation's secret. Each use has its own key, so that no digest of one kind
 * says anything about another; without the secret nobody can test a guess against the log.
 */
export class Digests {
  readonly #dedupe: Hmac;
  readonly #keys: Readonly<Record<Use, Hmac>>;

  constructor(dedupeSecret: Buffer) {
    this.#dedupe = new Hmac(dedupeSecret);
    const derive = (use: string): Hmac =>
      new Hmac(Buffer.from(hkdfSync('sha256', dedupeSecret, '', `lachan intake ${use}`, 32)));
    this.#keys = {
      'named target': derive('named target'),
      receipt: derive('receipt'),
      'receipt look-up': derive('receipt look-up'),
      source: derive('source'),
      row: derive('row'),
      body: derive('body'),
    };
  }

  /** HMAC-SHA-256 of a content key under the dedupe secret itself: the key of reservations (domain.md, Identity of a target). */
  dedupeKey(contentKey: string): Buffer {
    return this.#dedupe.of(contentKey);
  }

  /** By what imports remember which targets were named: under a key of its own, for the dedupe key is kept with reservations alone. */
  namedTarget(contentKey: string): Buffer {
    return this.#mac('named target', contentKey);
  }

  /**
   * The receipt of a report: 80 unguessable bits as `7K3M-Q9TX-04AB-ZR5E`. Derived, so that an exact retry gives the same
   * receipt and nothing that is stored holds one.
   */
  receipt(reportId: string): string {
    const bits = this.#mac('receipt', reportId);
    let code = '';
    for (let i = 0; i < RECEIPT_CHARACTERS; i += 1) code += CROCKFORD.charAt((bits[i] ?? 0) & 31);
    return code.replace(/(.{4})(?!$)/g, '$1-');
  }

  /** By what a receipt is looked up. Reads what a hurried person typed: any case and spacing, O for 0, I or L for 1. */
  receiptDigest(receipt: string): string {
    const code = receipt.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
    return this.#mac('receipt look-up', code.slice(0, 64)).toString('hex');
  }

  /**
   * Equal for reports of one source: the same contact, however it is spaced, or the same channel without one. Null for an
   * anonymous reporter of the public form: nothing about them is kept that could tell.
   */
  source(principal: Principal, contact: string | null): string | null {
    const who =
      contact === null
        ? principal.kind === 'key' && `channel ${holderOf(principal)}`
        : `contact ${contact
            .normalize('NFKC')
            .toLowerCase()
            .replace(/[\s.()-]/g, '')}`;
    return who === false ? null : this.#mac('source', who).toString('hex').slice(0, 32);
  }

  /** Digest of a row of an import and whoever sent it: the same row sent again is recognised. */
  row(holder: string, fields: ReportInput): string {
    return this.#mac('row', `${holder}\0${JSON.stringify(fields)}`).toString('hex');
  }

  /** Digest of what a request said, for telling a retry from another body under the same Idempotency-Key. */
  body(input: ReportInput): string {
    return this.#mac('body', JSON.stringify(input)).toString('hex');
  }

  /** A name that only the holder of an Idempotency-Key can lead to; the report's id is made from it. */
  idempotent(scope: string, key: string): string {
    return this.#mac('body', `${scope}\0${key}`).toString('hex');
  }

  #mac(use: Use, text: string): Buffer {
    return this.#keys[use].of(text);
  }
}

/** Who holds a channel's key, the same before and after the key is rotated. */
export const holderOf = (principal: Principal): string =>
  principal.unit === null ? principal.id : `${principal.channel ?? ''}/${principal.unit}`;
