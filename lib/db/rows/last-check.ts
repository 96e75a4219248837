/** For a query over `public.registry r`, joined laterally: that registry's last drift check that came to its end. */
export const LAST_CHECK = `
  select n.id, n.finished_at, n.progress->'certificate' as certificate from public.run n
   where n.registry_id = r.id and n.kind = 'drift-check' and n.status in ('done', 'done-with-issues')
   order by n.finished_at desc limit 1`;
