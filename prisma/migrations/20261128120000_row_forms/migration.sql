-- form: the key in the form in which records are matched. A column, because an index on coalesce(match_key, key) is never
-- looked into under row-level security, nor is one compared with such an expression: Postgres does not know that coalesce
-- keeps what it is given to itself. Each chunk of a commit went through the whole base for each of its rows.
drop index rows.base_match;
alter table rows.base
  add column form text collate "C" not null generated always as (coalesce(match_key, key)) stored;
create index base_form on rows.base (form, registry_id, organization_id);
alter table rows.decision
  add column form text collate "C" not null generated always as (coalesce(match_key, key)) stored;

-- What a run saw is read whole, or found by locator or form; every other index only slowed the staging.
drop index rows.obs_match, rows.obs_key, rows.obs_row;
alter table rows.obs add column form text collate "C" generated always as (coalesce(match_key, key)) stored;
create index obs_form on rows.obs (form, run_id, organization_id);
-- In a registry at rest a run looks at everything, and few records are any of these.
create index obs_unlinked on rows.obs (run_id, side_id) where row_id is null;
create index obs_keyless on rows.obs (run_id) where key is null;
create index obs_changed on rows.obs (run_id)
  where cells is not null or unknown is not null or state <> 'present';

-- A run's rows are new to the planner's statistics, which then take them for one: any index that begins with the
-- organization looks as good as the right one. The application has them taken while it fills these tables; where the
-- statistics are being taken already, it goes on with what there is. p_grown: only if the table has doubled since.
create function rows.refresh_statistics(p_table text, p_grown boolean) returns void
  language plpgsql security definer set search_path = pg_catalog as $$
begin
  if p_table not in ('base', 'link', 'row_version', 'obs', 'decision', 'plan') then
    raise exception 'no statistics are taken of rows.% by hand', p_table using errcode = 'insufficient_privilege';
  end if;
  if p_grown and not exists (
    select from pg_class c where c.oid = format('rows.%I', p_table)::regclass
       and pg_relation_size(c.oid) > 2 * 8192 * (greatest(c.relpages, 0) + 10)) then
    return;
  end if;
  execute format('analyze (skip_locked) rows.%I', p_table);
end
$$;
revoke all on function rows.refresh_statistics(text, boolean) from public;
grant execute on function rows.refresh_statistics(text, boolean) to chittysync_app;

-- What statistics cost grows with the most detailed column. Of a run's rows little need be known; of what a run saw,
-- how often there is a payload.
do $$
declare
  c record;
begin
  for c in
    select attrelid::regclass as place, attname as name from pg_attribute
     where attrelid in ('rows.obs'::regclass, 'rows.decision'::regclass, 'rows.plan'::regclass)
       and attnum > 0 and not attisdropped
  loop
    execute format('alter table %s alter %I set statistics %s', c.place, c.name,
                   case when c.place <> 'rows.obs'::regclass and c.name in ('cells', 'before', 'origins', 'sides', 'outcome', 'hash')
                        then 0 else 10 end);
  end loop;
end
$$;
alter table rows.base alter cells set statistics 0, alter origins set statistics 0, alter hash set statistics 0;
alter table rows.link alter acknowledged set statistics 0, alter hash set statistics 0;
alter table rows.row_version alter cells set statistics 0;
