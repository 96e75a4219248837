-- The newest runs of a registry that has ten thousand: by the id, in whose order they are listed.
create index run_newest on public.run (organization_id, registry_id, id);

-- Conflicts in the order of their list, so that the rows of a page alone are looked up, not those of all that wait.
create index conflict_listed on rows.conflict (organization_id, registry_id, resolved, at desc, id);
drop index rows.conflict_registry;
