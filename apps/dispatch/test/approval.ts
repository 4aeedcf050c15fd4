import type { EventData } from '#libs/contracts';
import { BASIS, UNIT, type ProviderName } from './world.js';

/** What a test approves; the rest is an ordinary proposal of two people of one unit. */
export interface ApprovalOptions {
  readonly caseId?: string;
  readonly action?: EventData<'OrderIssued'>['action'];
  readonly category?: EventData<'OrderIssued'>['category'];
  readonly scope?: { url: string } | { host: string } | { domain: string };
  readonly providers?: ProviderName[] | null;
  readonly unit?: string;
  readonly legalBasis?: string;
  readonly expiresInSeconds?: number;
  readonly reasons?: string;
  readonly platform?: string | null;
  readonly ageBands?: ('0-5' | '6-10' | '11-14' | '15-17')[];
}

/** The approval of a proposal as triage records it. */
export function approvalOf(caseId: string, options: ApprovalOptions): EventData<'ProposalApproved'> {
  return {
    caseId,
    digest: 'a'.repeat(64),
    person: 'nguoi-duyet',
    human: 'h-duyet',
    unit: options.unit ?? UNIT,
    delegation: null,
    competent: true,
    authority: null,
    proposedBy: 'nguoi-trinh',
    proposerHuman: 'h-trinh',
    platform: options.platform ?? null,
    proposal: {
      caseId,
      targetIndex: 0,
      category: options.category ?? 'social-vice',
      action: options.action ?? 'block-url',
      scope: options.scope ?? { url: `http://${caseId}.example.test/trang` },
      legalBasis: options.legalBasis ?? BASIS,
      reasons: options.reasons ?? 'lý do nội bộ',
      proportionality: 'đã cân nhắc',
      harm: { stated: 'thiệt hại', verifiedHow: 'đã xác minh' },
      speech: null,
      providers: options.providers ?? null,
      ...(options.ageBands ? { ageBands: options.ageBands } : {}),
      expiresAt: new Date(Date.now() + (options.expiresInSeconds ?? 86_400) * 1_000).toISOString(),
    },
  };
}
