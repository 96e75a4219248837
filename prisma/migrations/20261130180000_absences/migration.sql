-- Before a chunk's deletions the absences that they rest on are looked at again, by row: without an index by row all that
-- the run has read was gone through for each deleted row. Absent records are few, and only they are entered.
create index obs_absent on rows.obs (row_id, run_id) where state = 'absent';
