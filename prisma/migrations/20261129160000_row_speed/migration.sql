-- Rows that are out of their registry's filter are few, and asked for in every run: without an index of them each
-- question goes through the whole base, whose rows are wide.
create index base_outside on rows.base (registry_id, row_id) where not in_scope;
