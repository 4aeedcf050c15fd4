interface Requested {
  readonly caseId: string;
  readonly supportId: string;
  readonly reportId: string;
  readonly unit: string;
  readonly contactBy: string;
  readonly childInDanger: boolean;
  readonly overdue: boolean;
}

export type SupportLife =
  | { readonly status: 'none' }
  | (Requested & { readonly status: 'requested' })
  | (Requested & { readonly status: 'offered' })
  | (Requested & { readonly status: 'provided' })
  | (Requested & { readonly status: 'declined' });
