import { requests } from '#libs/domain';
import type { RequestEvent } from '#libs/contracts';
import type { RequestCommand, RequestLife } from '#libs/domain';
import type { Verdict } from './verdict.js';

export interface StepOptions {
  readonly verdict: Verdict;
  readonly now: string;
  /** The provider gives no answers of its own: we write its list and its resolver's behaviour is the answer. */
  readonly answersByEffect: boolean;
  /** Who is told when sending again did not help. */
  readonly escalateTo: string | undefined;
}

/**
 * What a verdict makes of a request. Seen: verified. Not seen although the provider said so: recorded, sent once more, and
 * at the second time escalated. Undetermined: nothing, it is looked for again.
 */
export function stepsOf(life: RequestLife, { verdict, now, answersByEffect, escalateTo }: StepOptions): RequestEvent[] {
  if (verdict.verdict === 'undetermined' || life.status === 'none' || life.status === 'not-expressible') return [];
  const lift = 'lift' in life;
  const probe = `dns:${verdict.reason}`;
  const asked = verdict.verdict === (lift ? 'not-blocked' : 'blocked');
  const commands: RequestCommand[] = [];
  if (asked) {
    if (answersByEffect && !answered(life)) {
      commands.push(lift ? { type: 'lifted', liftedAt: now } : { type: 'enforced', enforcedAt: now });
    }
    commands.push({ type: lift ? 'liftVerified' : 'enforcementVerified', probe });
  } else if (answered(life)) {
    commands.push({ type: lift ? 'liftNotSeen' : 'enforcementNotSeen', probe });
    if (life.resent === 0) commands.push({ type: 'resend' });
    else if (escalateTo !== undefined) commands.push({ type: 'escalate', to: escalateTo });
  }
  const events: RequestEvent[] = [];
  for (const command of commands) {
    const decision = requests.decide(command, requests.fold(events, life));
    if (!decision.ok) break;
    events.push(...decision.events);
  }
  return events;
}

/** Whether the provider, or its resolver, has said before that it is done. */
const answered = ({ status }: RequestLife): boolean =>
  status === 'enforced' || status === 'verified' || status === 'lifted' || status === 'lift-verified';
