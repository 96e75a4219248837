-- What a run saw is new to statistics that were taken of other runs, and was then estimated at one row: an index's first
-- column led to all of it, once for each of its records. New statistics are not always to be had, as none are taken
-- while the table is vacuumed, which after a large run takes minutes. So none are kept of this column: any run is
-- estimated at a 200th of what is there. The first statement drops what was kept so far.
alter table rows.obs alter column run_id type uuid;
alter table rows.obs alter column run_id set statistics 0;
