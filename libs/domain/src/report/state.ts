import type { EventData } from '#libs/contracts';

export type ReportState =
  | { readonly status: 'none' }
  | { readonly status: 'received'; readonly received: EventData<'ReportReceived'>; readonly helpRequested: boolean };
