-- A receipt is answered from triage's progress view; with `after=` the answer waits until that view has seen the position. Of
-- other services' subscriptions intake may see this one's place, and nothing else.
create policy receipt_progress on messaging.checkpoint for select to lachan_intake
  using (subscription = 'triage.progress');
create policy receipt_progress on messaging.failure for select to lachan_intake
  using (subscription = 'triage.progress');
