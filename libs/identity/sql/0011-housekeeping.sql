-- Old failures are swept at each sign-in; guessing may have left many.
create index sign_in_failure_age on identity.sign_in_failure (last_at);
