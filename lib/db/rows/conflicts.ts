import type { Conflict } from "@/lib/engine/row";
import type { RowClient } from "../row-store";
import { copyIntoTemp } from "./copy";

const ORG = "nullif(current_setting('app.org', true), '')::uuid";

/** A conflict as a run found it. `fingerprint`: what a person's choice is bound to. */
export interface FoundConflict {
  readonly rowId: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly conflict: Conflict;
}

interface Place {
  readonly runId: string;
  readonly registryId: string;
}

/**
 * Keeps every conflict of a plan before any effect of it. What the plan would decide is provisional until its row is
 * committed. A conflict that waits for a person is one line with one id, however many runs see it.
 */
export async function storeConflicts(
  client: RowClient,
  place: Place & { readonly isWriting: boolean },
  conflicts: readonly FoundConflict[],
): Promise<void> {
  if (conflicts.length === 0) return;
  await copyIntoTemp(
    client,
    "incoming_conflict",
    "row_id uuid, key text, fingerprint text, kind text, field text, detail jsonb, resolved boolean, decided_by text",
    conflicts.map(({ rowId, key, fingerprint, conflict }) => [
      rowId,
      key,
      fingerprint,
      conflict.kind,
      conflict.kind === "cell" ? conflict.field : null,
      JSON.stringify(conflict),
      conflict.kind === "cell" ? conflict.resolved : true,
      conflict.decidedBy,
    ]),
  );
  if (place.isWriting) {
    // Still open though it was decided on before the run began: the choice broke a rule, which an issue says.
    await client.query(
      `update rows.conflict c set choice = null from incoming_conflict i
        where c.registry_id = $1 and c.row_id = i.row_id and c.field = i.field and not c.resolved and not c.provisional
          and not i.resolved and c.fingerprint = i.fingerprint
          and (c.choice->>'at')::timestamptz < (select started_at from public.run where id = $2)`,
      [place.registryId, place.runId],
    );
    await client.query(
      `delete from incoming_conflict i using rows.conflict c
        where c.registry_id = $1 and c.row_id = i.row_id and c.field = i.field and not c.resolved and not c.provisional
          and not i.resolved and c.fingerprint = i.fingerprint`,
      [place.registryId],
    );
    // Another disagreement about the same cell takes the place of the one that waited.
    await client.query(
      `delete from rows.conflict c using incoming_conflict i
        where c.registry_id = $1 and c.row_id = i.row_id and c.field = i.field and not c.resolved and not c.provisional
          and not i.resolved`,
      [place.registryId],
    );
  }
  await client.query(
    `insert into rows.conflict (organization_id, registry_id, run_id, row_id, key, fingerprint, kind, field, detail, resolved,
                                decided_by, provisional)
     select ${ORG}, $1, $2, row_id, key, fingerprint, kind, field, detail, resolved, decided_by, resolved or not $3
       from incoming_conflict
     on conflict do nothing`,
    [place.registryId, place.runId, place.isWriting],
  );
  await client.query("drop table incoming_conflict");
}

/** Conflicts that waited for a person and that this run, which read these rows whole, no longer finds. */
export async function closeMendedConflicts(
  client: RowClient,
  place: Place,
  rows: readonly { readonly rowId: string; readonly fields: readonly string[] }[],
): Promise<void> {
  if (rows.length === 0) return;
  await client.query(
    `update rows.conflict c set resolved = true, decided_by = 'agreed on the sides'
       from jsonb_to_recordset($2::jsonb) as r("rowId" uuid, fields jsonb)
      where c.registry_id = $1 and not c.resolved and not c.provisional and c.row_id = r."rowId"
        and not r.fields ? c.field`,
    [place.registryId, JSON.stringify(rows)],
  );
}

/** Ends the conflicts that wait on rows which have left: a decision on them would have no effect. */
export async function closeConflictsOf(
  client: RowClient,
  registryId: string,
  left: { readonly rowIds: readonly string[]; readonly because: "row deleted" | "out of the filter" },
): Promise<void> {
  if (left.rowIds.length === 0) return;
  await client.query(
    `update rows.conflict set resolved = true, decided_by = $3
      where registry_id = $1 and row_id = any($2::uuid[]) and not resolved and not provisional`,
    [registryId, left.rowIds, left.because],
  );
}

/** What a plan decided counts now for these rows: a conflict that waited is settled under the id it has. */
export async function settleConflicts(
  client: RowClient,
  place: Place,
  rowIds: readonly string[],
): Promise<void> {
  if (rowIds.length === 0) return;
  const { rows } = await client.query<{ id: string; detail: unknown; decided_by: string }>(
    `delete from rows.conflict n using rows.conflict o
      where n.run_id = $1 and n.row_id = any($3::uuid[]) and n.provisional and n.resolved
        and o.registry_id = $2 and o.row_id = n.row_id and o.kind = n.kind and o.field = n.field
        and not o.resolved and not o.provisional and o.run_id <> $1
      returning o.id, n.detail, n.decided_by`,
    [place.runId, place.registryId, rowIds],
  );
  if (rows.length > 0) {
    await client.query(
      `update rows.conflict c set resolved = true, detail = s.detail, decided_by = s.decided_by, run_id = $1
         from jsonb_to_recordset($2::jsonb) as s(id uuid, detail jsonb, decided_by text) where c.id = s.id`,
      [place.runId, JSON.stringify(rows)],
    );
  }
  await client.query(
    "update rows.conflict set provisional = false where run_id = $1 and row_id = any($2::uuid[]) and provisional",
    [place.runId, rowIds],
  );
}
