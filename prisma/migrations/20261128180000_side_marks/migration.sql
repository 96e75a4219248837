-- What the next run may go on from instead of reading the side whole; null = it must be read whole.
alter table public.side add column mark jsonb;
