import { Injectable } from '@nestjs/common';
import type { RawBodyRequest } from '@nestjs/common';
import type { Principal } from '#libs/identity';
import { Clock, Problem } from '#libs/service-kit';
import type { FastifyRequest } from 'fastify';
import { faultOf } from './signature.js';
import type { SignatureFault } from './signature.js';
import type { Partner, Partners } from './settings.js';

const WORDS: Readonly<Record<SignatureFault, { vi: string; en: string }>> = {
  missing: {
    vi: 'Khoá này phải ký từng lần gửi: webhook-id, webhook-timestamp, webhook-signature.',
    en: 'This key has to sign each call: webhook-id, webhook-timestamp, webhook-signature.',
  },
  'out-of-window': {
    vi: 'webhook-timestamp lệch quá 5 phút.',
    en: 'webhook-timestamp is more than 5 minutes off.',
  },
  'no-match': { vi: 'Chữ ký không khớp với nội dung.', en: 'No signature fits the body.' },
};

/** The profile of partners' own apps: a key that is held by an app's server counts only together with a signature. */
@Injectable()
export class PartnerCalls {
  readonly #byKey: ReadonlyMap<string, Partner>;

  constructor(
    partners: Partners,
    private readonly clock: Clock,
  ) {
    this.#byKey = new Map(
      [...partners.values()].flatMap((partner) => partner.keys.map((key) => [key, partner] as const)),
    );
  }

  /**
   * What makes a repetition of a partner's call the same call: the id it signed. Sent again within the window it brings the
   * same answer and records nothing twice; with another body it is refused. Undefined for callers who need not sign.
   * @throws {Problem} `signature-invalid` for a call of a partner's key that is not signed, too old, or signed otherwise.
   */
  mustBeSigned(caller: Principal, request: RawBodyRequest<FastifyRequest>): string | undefined {
    const partner = caller.kind === 'key' ? this.#byKey.get(caller.id) : undefined;
    if (!partner) return undefined;
    const header = (name: string): string => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : '';
    };
    const id = header('webhook-id');
    const signed = {
      id,
      timestamp: header('webhook-timestamp'),
      signature: header('webhook-signature'),
      body: request.rawBody ?? Buffer.alloc(0),
    };
    const fault = faultOf(signed, partner.secrets, Math.floor(this.clock.now().getTime() / 1_000));
    if (fault !== null) throw new Problem('signature-invalid', { detail: WORDS[fault] });
    return id;
  }
}
