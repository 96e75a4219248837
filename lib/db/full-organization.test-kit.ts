import { newUuid } from "@/lib/ids";
import { record, withOrg } from "./control";
import { type Planted, plantOrganization } from "./control-plane.test-kit";
import { personWithEmail } from "./resolve";
import { withRows } from "./row-store";

/** Everything of one organization: a row in each of its tables. */
export interface Full extends Planted {
  readonly personId: string;
  readonly rowId: string;
}

/** What plantOrganization does not make. */
const REST: readonly ((p: Full) => readonly [string, readonly unknown[]])[] = [
  (p) => ["insert into member values ($1, $2, 'owner')", [p.organizationId, p.personId]],
  (p) => [
    "insert into api_key (organization_id, id, name, hash, hint, person_id) values ($1, $2, '', $3, '', $4)",
    [p.organizationId, newUuid(), newUuid(), p.personId],
  ],
  (p) => [
    "insert into invitation (organization_id, id, email, role, token_hash, invited_by, expires_at) values ($1, $2, 'e', 'viewer', $3, '{}', now())",
    [p.organizationId, newUuid(), newUuid()],
  ],
  (p) => [
    "insert into identity_provider (organization_id, id, kind, name, config) values ($1, $2, 'oidc', 'n', '{}')",
    [p.organizationId, newUuid()],
  ],
  (p) => [
    "insert into sign_in_requirement select organization_id, id from identity_provider where organization_id = $1",
    [p.organizationId],
  ],
  (p) => [
    "insert into organization_domain (organization_id, domain, token) values ($1, 'example.com', 't')",
    [p.organizationId],
  ],
  (p) => ["insert into sign_in_failure values ($1, now(), 'email', 'expired', 1)", [p.organizationId]],
  (p) => ["insert into idempotency_key values ($1, 'key', 'hash')", [p.organizationId]],
  (p) => [
    "insert into connect_attempt values ($1, $2, $3, 'per_1', 'h', 'notion', $4, false, '/', null, now())",
    [p.organizationId, newUuid(), newUuid(), p.connectionId],
  ],
  (p) => ["insert into credential values ($1, $2, 'token', 'v1')", [p.organizationId, p.connectionId]],
  (p) => [
    "insert into rows.base (organization_id, registry_id, row_id, key, hash, cells) values ($1, $2, $3, 'k', 'h', '{}')",
    [p.organizationId, p.registryId, p.rowId],
  ],
  (p) => [
    "insert into rows.link (organization_id, registry_id, side_id, row_id, locator, hash) values ($1, $2, $3, $4, 'l', 'h')",
    [p.organizationId, p.registryId, p.sideId, p.rowId],
  ],
  (p) => [
    "insert into rows.obs (organization_id, run_id, side_id, ordinal, locator, hash) values ($1, $2, $3, 0, 'l', 'h')",
    [p.organizationId, p.runId, p.sideId],
  ],
  (p) => [
    "insert into rows.decision (organization_id, run_id, ordinal, chunk, row_id, key, outcome) values ($1, $2, 0, 0, $3, 'k', 'o')",
    [p.organizationId, p.runId, p.rowId],
  ],
  (p) => [
    "insert into rows.plan (organization_id, run_id, ordinal, chunk, row_id, key, side_id, op) values ($1, $2, 0, 0, $3, 'k', $4, 'create')",
    [p.organizationId, p.runId, p.rowId, p.sideId],
  ],
  (p) => [
    "insert into rows.row_version (organization_id, registry_id, row_id, version, key, run_id) values ($1, $2, $3, 1, 'k', $4)",
    [p.organizationId, p.registryId, p.rowId, p.runId],
  ],
  (p) => [
    "insert into rows.conflict (organization_id, registry_id, run_id, row_id, key, kind, detail, resolved, decided_by) values ($1, $2, $3, $4, 'k', 'cell', '{}', false, '')",
    [p.organizationId, p.registryId, p.runId, p.rowId],
  ],
  (p) => [
    "insert into rows.issue (organization_id, registry_id, side_id, run_id, subject, reason, message) values ($1, $2, $3, $4, 's', 'r', 'm')",
    [p.organizationId, p.registryId, p.sideId, p.runId],
  ],
  (p) => [
    "insert into schema_version (organization_id, id, registry_id, document, hash) values ($1, $2, $3, '{}', 'h')",
    [p.organizationId, newUuid(), p.registryId],
  ],
  (p) => [
    "insert into option_set (organization_id, id, name) values ($1, $2, 'Sectors')",
    [p.organizationId, newUuid()],
  ],
  (p) => [
    "insert into registry_draft (organization_id, id, name, step, body, created_by, updated_by) values ($1, $2, 'Draft', 'connect', '{}', 'per_1', 'per_1')",
    [p.organizationId, newUuid()],
  ],
  (p) => [
    "insert into rows.survey_chunk select organization_id, id, 's1', '#', 0, 1, '[]' from registry_draft where organization_id = $1",
    [p.organizationId],
  ],
  (p) => [
    "insert into notification_channel (organization_id, id, kind, name, target) values ($1, $2, 'webhook', 'n', 't')",
    [p.organizationId, newUuid()],
  ],
  (p) => [
    "insert into notice (organization_id, id, subject_type, subject_id, condition, level, facts, since) values ($1, $2, 'registry', $3, 'stopped', 'critical', '{}', now())",
    [p.organizationId, newUuid(), p.registryId],
  ],
  (p) => [
    "insert into notice_delivery (organization_id, id, channel_id, key, message) select organization_id, $2, id, 'k', '{}' from notification_channel where organization_id = $1",
    [p.organizationId, newUuid()],
  ],
  (p) => [
    "insert into notice_mute (organization_id, id, registry_id) values ($1, $2, $3)",
    [p.organizationId, newUuid(), p.registryId],
  ],
  (p) => [
    "insert into rows.wish (organization_id, registry_id, row_id, actor) values ($1, $2, $3, '{}')",
    [p.organizationId, p.registryId, p.rowId],
  ],
  (p) => [
    "insert into rows.exclusion (organization_id, registry_id, side_id, locator, reason, actor) values ($1, $2, $3, 'l', 'r', '{}')",
    [p.organizationId, p.registryId, p.sideId],
  ],
  (p) => [
    "insert into rows.drift_row values ($1, $2, gen_random_uuid(), $3, 'extra', 1, null, null, 'record', false)",
    [p.organizationId, p.registryId, p.sideId],
  ],
  (p) => [
    "insert into rows.flow values ($1, $2, now(), $3, $3, 1, 0)",
    [p.organizationId, p.registryId, p.sideId],
  ],
  (p) => [
    "insert into rows.latency values ($1, $2, now(), $3, $3, true, '{}')",
    [p.organizationId, p.registryId, p.sideId],
  ],
];

/** An organization with a row in each of its tables. */
export async function plantEverything(name: string): Promise<Full> {
  const planted = await plantOrganization(name);
  const personId = await personWithEmail(newUuid(), `${name}@example.com`, name);
  const full = { ...planted, personId, rowId: newUuid() };
  await withRows(full.organizationId, async (client) => {
    for (const statement of REST) {
      const [text, values] = statement(full);
      await client.query(text, [...values]);
    }
  });
  await withOrg(full.organizationId, (db) =>
    record(
      db,
      [
        {
          actor: { type: "system", ref: name },
          action: "organization.created",
          outcome: "ok",
          target: { type: "organization", ref: name },
          source: null,
          destination: null,
          runId: null,
          payload: null,
          rowKey: '["k"]',
        },
      ],
      new Date(),
    ),
  );
  await withRows(full.organizationId, async (client) => {
    await client.query(
      "select ledger.keep_nodes(1, 0, array['h'::bytea]), ledger.keep_checkpoint(1, 'r', 'n')",
    );
  });
  return full;
}
