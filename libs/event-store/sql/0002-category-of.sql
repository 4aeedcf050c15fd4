-- The category of a stream: what stands before the first '-'. Access streams belong to the app that keeps them, so for them
-- the first two segments: 'access-intake-…' is category 'access-intake'.
create function es.category_of(stream text) returns text
language sql immutable parallel safe
return case
  when stream like 'access-%' then 'access-' || split_part(stream, '-', 2)
  else split_part(stream, '-', 1)
end;
