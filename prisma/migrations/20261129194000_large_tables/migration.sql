-- The bound was worked out in 32 bits and did not fit for a table whose statistics had met a gigabyte of it: from then on
-- no run could commit a row.
create or replace function rows.refresh_statistics(p_table text, p_grown boolean) returns void
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  if p_table not in ('base', 'link', 'row_version', 'obs', 'decision', 'plan') then
    raise exception 'no statistics are taken of rows.% by hand', p_table using errcode = 'insufficient_privilege';
  end if;
  if p_grown and not exists (
    select from pg_class c where c.oid = format('rows.%I', p_table)::regclass
       and pg_relation_size(c.oid) > 2 * 8192::bigint * (greatest(c.relpages, 0)::bigint + 10)) then
    return;
  end if;
  execute format('analyze (skip_locked) rows.%I', p_table);
end
$$;
