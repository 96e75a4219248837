-- The ids of fields that were taken out of a registry: rows and their history keep values under them, so no other field
-- may have one.
alter table public.registry add column retired_fields text[] not null default '{}';
