-- When an operation was first sent: a record that it may have made is not to be found at once everywhere.
alter table rows.plan add column sent_at timestamptz;

-- The worker that has a run in hand: until its lease is over no other may go on with the same run either.
alter table public.registry add column lease_holder uuid;

-- When we last wrote to a record; null = never. What a side tells of a record's last change may be our own write.
alter table rows.link rename column seen_at to written_at;
alter table rows.link alter column written_at drop default, alter column written_at drop not null;
