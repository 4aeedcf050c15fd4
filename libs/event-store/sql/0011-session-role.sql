-- The role the caller's session works under: the one it set, else the one it logged in as. Inside a security definer function
-- current_user is the function's owner, so this is what tells who asks.
create function es.session_role() returns text
language sql stable parallel safe
return coalesce(nullif(current_setting('role'), 'none'), session_user::text);
