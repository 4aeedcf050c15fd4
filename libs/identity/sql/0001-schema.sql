-- People, units, providers, credentials, sessions and keys: ordinary tables. What is decided about them stands in register events;
-- unit, provider and person are projections of those, written by directory alone.
create schema identity;

comment on schema identity is 'Who may do what. Written by directory; the guards of every process read it as lachan_identity.';

grant usage on schema identity to lachan_identity, lachan_directory;
