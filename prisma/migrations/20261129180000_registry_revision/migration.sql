-- How often rows of the registry were committed: what a run has read before is older than what it would be compared with.
alter table registry add column revision bigint not null default 0;
