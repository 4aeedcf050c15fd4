-- An invitation sets an account's password once. It has two parts, by SHA-256: the proposing administrator is given one, the approving
-- administrator the other, so that neither alone can enter somebody's account.
create table identity.invitation (
  change_id uuid primary key, -- of the person's register entry
  person text not null,
  proposer_part bytea not null unique check (octet_length(proposer_part) = 32),
  approver_part bytea check (octet_length(approver_part) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create index invitation_person on identity.invitation (person) where used_at is null;

grant select, insert, update, delete on identity.invitation to lachan_directory;
