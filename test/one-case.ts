import type { CaseView, LegalBasisList, OrderView, ReportAccepted, RequestPage } from '#libs/contracts';
import type { Product } from './product.js';

/** The demonstration's people and keys that a case needs, by side. */
export const LAM_DONG = {
  unit: 'to-theo-doi-lam-dong',
  province: 'lam-dong',
  analyst: 'chuyen-vien-lam-dong',
  approver: 'phe-duyet-lam-dong',
  channel: 'Nhập hàng loạt Lâm Đồng',
} as const;
export const HA_NOI = {
  unit: 'trung-tam-xu-ly-ha-noi',
  province: 'ha-noi',
  analyst: 'chuyen-vien-ha-noi',
  approver: 'phe-duyet-ha-noi',
  channel: 'Tổ theo dõi Hà Nội',
} as const;
export const AUDITOR = 'giam-sat';

/** Whose case it is: a unit with its people, its channel and its province. */
export type Place = typeof LAM_DONG | typeof HA_NOI;

let made = 0;
/** A link on a host that no other case of this run has. */
export const freshLink = (): string => `https://trang-${String((made += 1))}.example.net/bai-viet/1`;

/** Walks one case, of Lâm Đồng unless said otherwise, through HTTP, each step by the person whose step it is. */
export class OneCase {
  private constructor(
    private readonly product: Product,
    readonly id: string,
    readonly reportId: string,
    readonly receipt: string,
    readonly place: Place,
  ) {}

  /** A report comes in through the unit's channel; resolves once it has a case. */
  static async open(
    product: Product,
    report: Readonly<Record<string, unknown>> = {},
    place: Place = LAM_DONG,
  ): Promise<OneCase> {
    const { reportId, receipt } = await product.ok<ReportAccepted>(place.channel, '/reports', {
      body: { urls: [freshLink()], province: place.province, ...report },
    });
    const id = await product.until('the case of a report', async () => {
      const attached = await product.events('ReportAttached');
      const found = attached.find(({ data }) => (data['report'] as { reportId: string }).reportId === reportId);
      return found?.data['caseId'] as string | undefined;
    });
    return new OneCase(product, id, reportId, receipt, place);
  }

  read(who: string = this.place.analyst): Promise<CaseView> {
    return this.product.ok<CaseView>(who, `/cases/${this.id}`);
  }

  /** One command with the version as it stands. */
  async command(who: string, name: string, body: unknown = {}): Promise<void> {
    const { version } = await this.read(who);
    await this.product.ok(who, `/cases/${this.id}/${name}`, { body, headers: { 'if-match': `"${String(version)}"` } });
  }

  async claimed(): Promise<this> {
    await this.command(this.place.analyst, 'claim');
    return this;
  }

  async proposed(more: Readonly<Record<string, unknown>> = {}): Promise<this> {
    if ((await this.read()).claim === undefined) await this.claimed();
    const wanted = { action: 'block-host', category: 'social-vice', ...more };
    await this.command(this.place.analyst, 'classify', { category: wanted.category });
    const { items } = await this.product.ok<LegalBasisList>(
      this.place.analyst,
      `/legal-bases?action=${wanted.action}&category=${wanted.category}`,
    );
    await this.command(this.place.analyst, 'propose', {
      legalBasis: items[0]?.id,
      reasons: 'Trang lôi kéo học sinh tham gia trò đỏ đen.',
      expiresInDays: 30,
      ...wanted,
    });
    return this;
  }

  async approved(more: Readonly<Record<string, unknown>> = {}): Promise<this> {
    await this.proposed(more);
    await this.approve();
    return this;
  }

  async approve(): Promise<void> {
    const { proposal } = await this.read(this.place.approver);
    await this.command(this.place.approver, 'approve', { digest: proposal?.digest });
  }

  /** The order that the approval became. */
  order(): Promise<OrderView> {
    return this.product.until('the order', async () => {
      const { items } = await this.product.ok<{ items: OrderView[] }>(this.place.analyst, `/orders?case=${this.id}`);
      return items[0];
    });
  }

  /** Every request of the order, at each provider with a key, as its feed shows it. */
  async requests(
    kind: 'block' | 'lift' = 'block',
  ): Promise<{ provider: string; item: RequestPage['items'][number] }[]> {
    const order = await this.order();
    const providers = this.product.credentials.keys.filter(({ role }) => role === 'provider');
    return this.product.until(`a ${kind} request`, async () => {
      // Every provider's item is in its feed once all subscriptions are at the head.
      await this.product.settled();
      const found = [];
      for (const { name: provider } of providers) {
        const { items } = await this.product.ok<RequestPage>(provider, '/requests?limit=500');
        for (const item of items) if (item.order === order.id && item.kind === kind) found.push({ provider, item });
      }
      return found.length > 0 ? found : undefined;
    });
  }
}
