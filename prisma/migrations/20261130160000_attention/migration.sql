-- What waits for people is counted by field at every look at the inbox, and by whoever looks at a rail.
create index conflict_waiting on rows.conflict (organization_id, registry_id, field, at)
  where kind = 'cell' and not resolved and not provisional and choice is null;

-- What the last drift check of a registry found that is not as it should be: the first few of each kind on each side.
-- waits = an open issue or conflict of the row says why.
create table rows.drift_row (
  organization_id uuid not null,
  registry_id uuid not null,
  run_id uuid not null,
  side_id uuid not null,
  found text not null,
  ordinal integer not null,
  row_id uuid,
  key text collate "C",
  locator text,
  waits boolean not null,
  primary key (organization_id, registry_id, side_id, found, ordinal),
  foreign key (organization_id, registry_id) references public.registry (organization_id, id) on delete cascade
);

alter table rows.drift_row enable row level security;
alter table rows.drift_row force row level security;
create policy tenant on rows.drift_row
  using (organization_id = nullif(current_setting('app.org', true), '')::uuid)
  with check (organization_id = nullif(current_setting('app.org', true), '')::uuid);
grant select, insert, update, delete on rows.drift_row to chittysync_app;
