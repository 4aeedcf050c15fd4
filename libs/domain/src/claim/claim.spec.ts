import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ClaimEvent } from '#libs/contracts';
import { givenWhenThen } from '#libs/testing';
import { CASE } from '../../test/cases.js';
import { an, auditor, binh, ha, heir, hoa, NOW, SOON, tu } from '../../test/people.js';
import { isAfter, plusMinutes } from '../time/instant.js';
import type { ClaimCommand } from './commands.js';
import { claimFacts, claims } from './index.js';

const { given } = givenWhenThen(claims);
const LEASE = 20;
const claim = {
  type: 'claim',
  caseId: CASE,
  by: an,
  now: NOW,
  leaseMinutes: LEASE,
  case: { unit: 'lam-dong', status: 'open' },
} as const;

const claimed = (person = 'an', until = SOON): ClaimEvent => ({
  type: 'CaseClaimed',
  data: { caseId: CASE, person, unit: 'lam-dong', until },
});
const expired: ClaimEvent = { type: 'ClaimExpired', data: { caseId: CASE, person: 'an', until: SOON } };
const released: ClaimEvent = { type: 'ClaimReleased', data: { caseId: CASE, person: 'an' } };

describe('claiming', () => {
  it('takes the case for the length of the lease', () => {
    given().when(claim).then(claimed());
    given(claimed(), released)
      .when({ ...claim, by: tu })
      .then(claimed('tu'));
  });

  it('is refused while somebody else holds it', () => {
    given(claimed())
      .when({ ...claim, by: tu, now: plusMinutes(NOW, LEASE - 1) })
      .thenRefused('claimed-by-another');
  });

  it('takes over a lapsed lease without waiting for the timer, and closes it in the history', () => {
    given(claimed())
      .when({ ...claim, by: tu, now: SOON })
      .then(expired, claimed('tu', plusMinutes(SOON, LEASE)));
  });

  it('is refused to other units, to whoever does not decide, and for a case that ended', () => {
    given()
      .when({ ...claim, by: hoa })
      .thenRefused('foreign-unit');
    given()
      .when({ ...claim, by: { ...auditor, unit: 'lam-dong' } })
      .thenRefused('forbidden');
    for (const status of ['dismissed', 'merged', 'closed'] as const) {
      given()
        .when({ ...claim, case: { unit: 'lam-dong', status } })
        .thenRefused('case-not-open');
    }
  });

  it('is open to the unit that took the leading one over', () => {
    expect(claims.decide({ ...claim, by: heir }, claims.initialState).ok).toBe(true);
  });

  it('stays quiet when it is theirs', () => {
    given(claimed()).when(claim).then();
  });
});

describe('renewing', () => {
  const renew = { type: 'renew', by: an, now: plusMinutes(NOW, 10), leaseMinutes: LEASE } as const;

  it('lengthens the lease from now on', () => {
    given(claimed())
      .when(renew)
      .then({ type: 'ClaimRenewed', data: { caseId: CASE, person: 'an', until: plusMinutes(NOW, 10 + LEASE) } });
  });

  it('is the holder’s alone, and only while the lease runs', () => {
    given(claimed())
      .when({ ...renew, by: tu })
      .thenRefused('claimed-by-another');
    given(claimed())
      .when({ ...renew, now: SOON })
      .thenRefused('claim-lapsed');
    given(claimed())
      .when({ ...renew, now: SOON, by: tu })
      .thenRefused('claim-required');
    given().when(renew).thenRefused('claim-required');
  });

  it('stays quiet when the lease runs that long already', () => {
    given(claimed())
      .when({ ...renew, now: NOW })
      .then();
  });
});

describe('releasing', () => {
  const release = { type: 'release', by: an, now: NOW, leadUnit: 'lam-dong' } as const;

  it('is done by the holder, or by an approver of the unit for them', () => {
    given(claimed()).when(release).then(released);
    given(claimed())
      .when({ ...release, by: binh })
      .then(released);
  });

  it('is refused to a colleague and to another unit’s approver', () => {
    given(claimed())
      .when({ ...release, by: tu })
      .thenRefused('claimed-by-another');
    given(claimed())
      .when({ ...release, by: ha })
      .thenRefused('claimed-by-another');
  });

  it('stays quiet when nobody holds it', () => {
    given().when(release).then();
    given(claimed(), expired).when(release).then();
  });
});

describe('the timer', () => {
  it('ends a lease that passed', () => {
    given(claimed()).when({ type: 'expire', now: SOON }).then(expired);
  });
  it('stays quiet before that, after a renewal and when nobody holds it', () => {
    given(claimed()).when({ type: 'expire', now: NOW }).then();
    const renewed: ClaimEvent = {
      type: 'ClaimRenewed',
      data: { caseId: CASE, person: 'an', until: plusMinutes(SOON, LEASE) },
    };
    given(claimed(), renewed).when({ type: 'expire', now: SOON }).then();
    given().when({ type: 'expire', now: SOON }).then();
  });
});

describe('the claim as decisions read it', () => {
  it('carries the version of its stream, and is nothing when nobody holds it', () => {
    expect(claimFacts(claims.fold([claimed()]), 7)).toEqual({ holder: 'an', until: SOON, version: 7 });
    expect(claimFacts(claims.fold([claimed(), released]), 8)).toBeNull();
  });
});

describe('whoever claims, renews and releases, in whatever order', () => {
  const commands = fc.array(
    fc.tuple(
      fc.constantFrom(an, tu, binh),
      fc.integer({ min: 0, max: 15 }),
      fc.constantFrom('claim', 'renew', 'release', 'expire'),
    ),
    { maxLength: 40 },
  );

  it('two people never hold a case at the same moment', () => {
    fc.assert(
      fc.property(commands, (list) => {
        let state = claims.initialState;
        let now = NOW;
        for (const [by, minutes, type] of list) {
          now = plusMinutes(now, minutes);
          const before = state;
          const command: ClaimCommand =
            type === 'claim'
              ? { ...claim, by, now }
              : type === 'renew'
                ? { type: 'renew', by, now, leaseMinutes: LEASE }
                : type === 'release'
                  ? { type: 'release', by, now, leadUnit: 'lam-dong' }
                  : { type: 'expire', now };
          const decision = claims.decide(command, state);
          if (!decision.ok) continue;
          state = claims.fold(decision.events, state);
          const taken = decision.events.some((event) => event.type === 'CaseClaimed');
          if (taken && before.status === 'held') expect(isAfter(before.until, now)).toBe(false);
        }
      }),
    );
  });
});
