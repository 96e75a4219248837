-- What waits of a registry's issues, counted by every screen and grouped by the inbox: without going through the rows.
create index issue_waiting on rows.issue (organization_id, registry_id) include (side_id, field, reason, row_id)
  where open and not skipped and severity = 'error';

-- The last run of a registry that planned or wrote: by its beginning, in whose order they are asked for.
create index run_begun on public.run (organization_id, registry_id, started_at);
