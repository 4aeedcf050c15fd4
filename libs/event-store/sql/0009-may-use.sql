-- May this role read, and so also make and destroy, the data key with this id ('class/scope')? By the rules of 0008-rules.sql.
create function keys.may_use(asking text, key_id text) returns boolean
language sql stable parallel safe
return exists (
  select from keys.key_reader r
  where r.role = asking and r.class = split_part(key_id, '/', 1)
    and r.category = es.category_of(substr(key_id, strpos(key_id, '/') + 1))
);

grant execute on function keys.may_use to public;
