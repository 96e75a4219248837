import type { RowClient } from "../row-store";
import { NOT_AS_WRITTEN } from "./issues";

export interface Verified {
  readonly rows: number;
  /** Rows that every side acknowledged in full. */
  readonly equal: number;
}

/**
 * How many of the registry's rows all sides hold as they are, by what each side answered: a row about which something is
 * open on a side (see `keepOpen`) is not among them. A side on which records only find rows and none are made need not
 * hold a row; what it holds counts. Asked by the rows that are out of scope, which an index knows: the base's own rows
 * are wide, and are not gone through.
 */
export async function verifyRegistry(
  client: RowClient,
  registryId: string,
  sides: { readonly all: readonly string[]; readonly required: readonly string[] },
): Promise<Verified> {
  const { rows } = await client.query<Verified>(
    `select (select count(*) from rows.base where registry_id = $1)
              - (select count(*) from rows.base where registry_id = $1 and not in_scope) as rows,
            (select count(*) from (
               select l.row_id from rows.link l
                where l.registry_id = $1 and l.side_id = any($2::uuid[])
                  and not exists (select from rows.base b where b.registry_id = $1 and b.row_id = l.row_id and not b.in_scope)
                group by l.row_id
               having not bool_or(l.pending)
                  and count(*) filter (where l.side_id = any($3::uuid[])) = cardinality($3::uuid[])
               except
               select row_id from rows.issue where registry_id = $1 and open and reason = $4) whole) as equal`,
    [registryId, sides.all, sides.required, NOT_AS_WRITTEN],
  );
  return rows[0] ?? { rows: 0, equal: 0 };
}
