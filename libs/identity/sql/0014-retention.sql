-- Sessions that were ended and invitations that were used or lapsed go some time later (docs/OPERATIONS.md, What is kept).
create index session_ended on identity.session (ended_at) where ended_at is not null;
create index invitation_expiry on identity.invitation (expires_at);
