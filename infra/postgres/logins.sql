-- A login for each service, so that the database refuses what the service may not do, whatever its program tries. Run by an
-- administrator after `lachan migrate`, which makes the roles; safe to repeat. Passwords are set apart: `\password lachan_login_intake`.
--
-- A login has no rights of its own: it may become its service's role and the guards' read-only one, by the startup option that every
-- connection of the product carries. Ledger's process also carries sealed events to Kafka, as lachan_relay.
do $$
declare
  login record;
  role text;
begin
  for login in
    select 'lachan_login_' || service as name, 'lachan_' || service as own, more
    from (values
      ('intake', array['lachan_identity']),
      ('triage', array['lachan_identity']),
      ('dispatch', array['lachan_identity']),
      ('directory', array['lachan_identity']),
      ('ledger', array['lachan_identity', 'lachan_relay'])
    ) as s(service, more)
  loop
    if to_regrole(login.name) is null then
      execute format('create role %I login noinherit', login.name);
    end if;
    execute format('grant connect on database %I to %I', current_database(), login.name);
    foreach role in array login.own || login.more loop
      execute format('grant %I to %I with inherit false, set true', role, login.name);
    end loop;
  end loop;
end $$;
