import type { Origin } from "@/lib/engine/row";
import type { Value } from "@/lib/engine/value";
import type { RowClient } from "../row-store";

export interface ConflictLine {
  readonly id: string;
  readonly runId: string;
  readonly rowId: string;
  readonly key: string;
  readonly kind: "cell" | "delete-edit";
  readonly field: string | null;
  readonly detail: {
    readonly base?: Value;
    readonly winner?: Value;
    readonly candidates?: readonly {
      readonly sideId: string;
      readonly value: Value;
      readonly origin?: Origin | null;
      /** Who changed the record last, in the side's own words. */
      readonly by?: string | null;
    }[];
    readonly deletedOn?: readonly string[];
    readonly editedOn?: readonly string[];
  };
  readonly resolved: boolean;
  readonly decidedBy: string;
  readonly at: Date;
  readonly atText: string;
}

/** Where a conflict stands in the list; `at` is Postgres' own text, to the microsecond. */
export interface ConflictPosition {
  readonly resolved: boolean;
  readonly at: string;
  readonly id: string;
}

/** Those that wait for a person first, then the newest. */
export async function listConflicts(
  client: RowClient,
  registryId: string,
  page: { readonly after: ConflictPosition | null; readonly size: number },
): Promise<ConflictLine[]> {
  const { resolved = null, at = null, id = null } = page.after ?? {};
  const { rows } = await client.query<ConflictLine>(
    `select id, run_id as "runId", row_id as "rowId", key, kind, field, detail, resolved, decided_by as "decidedBy", at,
            at::text as "atText"
       from rows.conflict
      where registry_id = $1 and not provisional
        and ($2::boolean is null or resolved > $2
             or (resolved = $2 and (at < $3::timestamptz or (at = $3::timestamptz and id > $4::uuid))))
      order by resolved, at desc, id limit $5`,
    [registryId, resolved, at, id, page.size],
  );
  return rows;
}
