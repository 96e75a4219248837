-- The ids of fields that were taken out of a registry: rows and their history keep values under them, so no other field
-- may have one.
alter table public.registry add column retired_fields text[] not null default '{}';

-- Ids and names of a side's columns that people have seen: what else a run finds there is proposed.
alter table public.side add column known_columns jsonb;
