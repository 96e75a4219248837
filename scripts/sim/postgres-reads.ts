import type pg from "pg";
import type { RegistryDefinition } from "@/lib/db/registries";
import type { StoredRun } from "@/lib/db/runs";
import type { Cells } from "@/lib/engine/value";
import type { DecidedConflict, HeldRow, LedgerLine, OpenNote, SimStore } from "./sim-store";
import type { SimSystem } from "./system";

type Reads = Omit<
  SimStore,
  | "store"
  | "organizationId"
  | "registryId"
  | "addRun"
  | "changeSettings"
  | "redirect"
  | "setPlan"
  | "crash"
  | "close"
>;

const RUN = `id, registry_id as "registryId", sync_id as "syncId", kind, status, trigger, progress, plan_hash as "planHash",
  counts, phases, brakes, request, expires_at as "expiresAt", decided_by as "decidedBy", error, created_at as "createdAt",
  started_at as "startedAt", finished_at as "finishedAt"`;

/** What people and invariants see of a seed's organization, past the product's own reads: plain SQL by the superuser. */
export class PostgresReads implements Reads {
  constructor(
    private readonly admin: pg.Client,
    private readonly place: {
      readonly organizationId: string;
      readonly definition: Pick<RegistryDefinition, "id" | "sides">;
    },
  ) {}

  runs(): Promise<readonly StoredRun[]> {
    return this.all(
      `select ${RUN} from public.run where organization_id = $1 and registry_id = $2 order by created_at, id`,
    );
  }

  async rowOf(sideId: string, locator: string): Promise<string | null> {
    const [link] = await this.all<{ rowId: string }>(
      `select row_id as "rowId" from rows.link
        where organization_id = $1 and registry_id = $2 and side_id = $3 and locator = $4`,
      [sideId, locator],
    );
    return link?.rowId ?? null;
  }

  async agreedOn(sideId: string, locator: string): Promise<Cells | null> {
    const [link] = await this.all<{ cells: Cells | null }>(
      `select coalesce(l.acknowledged, b.cells) as cells
         from rows.link l left join rows.base b on b.organization_id = $1 and b.registry_id = $2 and b.row_id = l.row_id
        where l.organization_id = $1 and l.registry_id = $2 and l.side_id = $3 and l.locator = $4`,
      [sideId, locator],
    );
    return link?.cells ?? null;
  }

  rows(): Promise<readonly HeldRow[]> {
    return this.all(
      `select b.row_id as "rowId", b.key, b.cells,
              coalesce((select jsonb_object_agg(l.side_id, l.locator) from rows.link l
                         where l.organization_id = $1 and l.registry_id = $2 and l.row_id = b.row_id), '{}') as links
         from rows.base b where b.organization_id = $1 and b.registry_id = $2 order by b.key`,
    );
  }

  /** What concerns a whole row is stored under no field's name. */
  openIssues(): Promise<readonly OpenNote[]> {
    return this.all(
      `select row_id as "rowId", subject, nullif(field, '') as field, reason from rows.issue
        where organization_id = $1 and registry_id = $2 and open`,
    );
  }

  openConflicts(): Promise<readonly OpenNote[]> {
    return this.all(
      `select row_id as "rowId", key as subject, field, 'conflict' as reason from rows.conflict
        where organization_id = $1 and registry_id = $2 and not resolved and not provisional`,
    );
  }

  decidedConflicts(): Promise<readonly DecidedConflict[]> {
    return this.all(
      `select detail->>'field' as field, detail->>'decidedBy' as "decidedBy", detail->'base' as base,
              detail->'winner' as winner, detail->'candidates' as candidates,
              (extract(epoch from coalesce((r.progress->'found'->>'plannedAt')::timestamptz, c.at)) * 1000)::float8 as at
         from rows.conflict c left join public.run r on r.organization_id = c.organization_id and r.id = c.run_id
        where c.organization_id = $1 and c.registry_id = $2 and detail->>'kind' = 'cell' and resolved and not provisional`,
    );
  }

  ledger(): Promise<readonly LedgerLine[]> {
    return this.all(
      `select action, leaf::jsonb->>'outcome' as outcome, target_ref as row, leaf::jsonb->>'destination' as side
         from ledger.entry where organization_id = $1 and $2::uuid is not null order by seq`,
    );
  }

  async holds(token: string): Promise<boolean> {
    const [found] = await this.all<{ holds: boolean }>(
      `select exists (select from rows.row_version where organization_id = $1 and registry_id = $2
                         and position($3 in cells::text) > 0)
           or exists (select from rows.conflict where organization_id = $1 and registry_id = $2
                         and position($3 in detail::text) > 0) as holds`,
      [JSON.stringify(token)],
    );
    return found?.holds === true;
  }

  async locatorsOf(rowId: string): Promise<readonly string[]> {
    const links = await this.all<{ locator: string }>(
      "select locator from rows.link where organization_id = $1 and registry_id = $2 and row_id = $3",
      [rowId],
    );
    return links.map(({ locator }) => locator);
  }

  async isLinked({ traits, records }: SimSystem, rowId: string): Promise<boolean> {
    const side = this.place.definition.sides.find(({ title }) => title === traits.name);
    const [link] = await this.all<{ locator: string }>(
      `select locator from rows.link
        where organization_id = $1 and registry_id = $2 and side_id = $3 and row_id = $4`,
      [side?.id, rowId],
    );
    return traits.stableRecordIds && link !== undefined && records.has(link.locator);
  }

  async isBroughtBack(rowId: string): Promise<boolean> {
    const found = await this.all(
      `select from rows.conflict
        where organization_id = $1 and registry_id = $2 and kind = 'delete-edit' and row_id = $3 limit 1`,
      [rowId],
    );
    return found.length > 0;
  }

  /** $1 is the organization, $2 the registry. */
  private async all<Row extends object>(query: string, values: readonly unknown[] = []): Promise<Row[]> {
    const { organizationId, definition } = this.place;
    const { rows } = await this.admin.query<Row>(query, [organizationId, definition.id, ...values]);
    return rows;
  }
}
