-- A provider's staff sign in to the console with its key: the browser keeps a session of the key, never the key itself.
alter table identity.session alter column person drop not null;
alter table identity.session add column key_id text references identity.api_key (id);
alter table identity.session add constraint session_of_one check (num_nonnulls(person, key_id) = 1);
