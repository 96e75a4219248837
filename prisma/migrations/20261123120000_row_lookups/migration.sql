-- to_json is stable, so a wrapper declared immutable is never inlined: measured 570 ms instead of 124 ms per batch.
alter function ledger.json_text(text) stable;

-- A row is found by its id. With the organization first, a planner without statistics takes the index on keys for the
-- check of a link's reference and reads the whole registry for each; the id first leaves it nothing to choose.
alter table rows.link drop constraint link_organization_id_registry_id_row_id_fkey;
alter table rows.base drop constraint base_pkey;
alter table rows.base add primary key (row_id, registry_id, organization_id);
alter table rows.link add constraint link_organization_id_registry_id_row_id_fkey
  foreign key (organization_id, registry_id, row_id)
  references rows.base (organization_id, registry_id, row_id) on delete cascade;
