-- What waits for people is counted by field at every look at the inbox, and by whoever looks at a rail.
create index conflict_waiting on rows.conflict (organization_id, registry_id, field, at)
  where kind = 'cell' and not resolved and not provisional and choice is null;
