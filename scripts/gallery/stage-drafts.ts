import { setTimeout as delay } from "node:timers/promises";
import type { Api } from "../../e2e/support/api";
import { type BarePlaces, makeBarePlaces } from "../../e2e/support/own-places";
import type { Stage } from "../../e2e/support/screen";
import { COLUMNS, type Given, leases } from "./stage-registry";

const POLL_MS = 200;

interface Draft {
  readonly id: string;
  readonly revision: number;
  readonly body: { readonly fields: readonly { readonly ref: string; readonly name: string }[] };
  readonly survey: { readonly state: string } | null;
  readonly dryRun: { readonly runId: string } | null;
}

/** Drafts of the wizard, with what their steps say about the rows of their places. */
export async function stageDrafts(given: Given): Promise<Stage["drafts"]> {
  const { api } = given;
  const sound = await makeBarePlaces(given, "Tenancies", {
    columns: COLUMNS,
    rows: { notion: leases(24), postgres: [], sheet: leases(30).slice(6) },
  });
  const good = await surveyed(api, sound.sides, "Tenancies");
  const { candidates } = await api.ask<{ candidates: readonly { fields: readonly string[] }[] }>(
    "GET",
    `/drafts/${good.id}/key/candidates`,
  );
  const keyed = await change(api, good, { key: candidates[0]?.fields ?? [], step: "dry-run" });
  await api.ask("POST", `/drafts/${good.id}/try`, { revision: keyed.revision });
  const { dryRun } = await api.ask<Draft>("GET", `/drafts/${good.id}`);
  if (dryRun) await api.untilOver(dryRun.runId);

  const broken = await makeBarePlaces(given, "Tenancies of 2019", {
    columns: COLUMNS,
    rows: {
      notion: [...leases(12), ...leases(3)],
      postgres: [],
      sheet: leases(6).map((lease, nth) => (nth % 4 === 1 ? { ...lease, Rent: "to be agreed" } : lease)),
    },
  });
  await given.sides.table.query(
    `alter table "${broken.table}" alter "Rent" type numeric using "Rent"::numeric`,
  );
  const faulty = await surveyed(api, broken.sides, "Tenancies of 2019");
  const lease = faulty.body.fields.filter(({ name }) => name === "Lease").map(({ ref }) => ref);
  await change(api, faulty, { key: lease, step: "configure" });

  const bare = await makeBarePlaces(given, "Tenancies of 2018", {
    columns: COLUMNS,
    rows: { notion: leases(9), postgres: [], sheet: leases(9) },
  });
  await given.sides.table.query(`alter table "${bare.table}" drop constraint "${bare.table}_pkey"`);
  const keyless = await surveyed(api, bare.sides, "Tenancies of 2018");
  return { good: good.id, faulty: faulty.id, keyless: keyless.id };
}

const change = (api: Api, { id, revision }: Draft, body: object): Promise<Draft> =>
  api.ask("PATCH", `/drafts/${id}`, { revision, ...body });

/** A draft over these places, mapped as it is proposed, and their rows read. */
export async function surveyed(api: Api, sides: BarePlaces["sides"], name: string): Promise<Draft> {
  const begun = await api.ask<Draft>("POST", "/drafts", { name, sides });
  const proposal = await api.ask<{ change: object }>("GET", `/drafts/${begun.id}/mapping`);
  await change(api, begun, { ...proposal.change, step: "map" });
  await api.ask("POST", `/drafts/${begun.id}/survey`);
  for (;;) {
    const draft = await api.ask<Draft>("GET", `/drafts/${begun.id}`);
    if (draft.survey?.state === "done") return draft;
    await delay(POLL_MS);
  }
}
