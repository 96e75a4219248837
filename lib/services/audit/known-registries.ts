import "server-only";
import { z } from "zod";
import { withOrg } from "@/lib/db/control";
import { envelopeOf, listEntries } from "@/lib/db/ledger-entries";
import { findRegistry, type RegistryDefinition } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { publicId } from "@/lib/ids";
import { payloadOf } from "./entry-payload";

/** A registry that entries are about. */
export interface KnownRegistry {
  /** Null: it was deleted. */
  readonly definition: RegistryDefinition | null;
  /** As it is called, or was when it was deleted; null: nobody knows. */
  readonly name: string | null;
  /** Names by id, of a deleted one as they were. */
  readonly fields: ReadonlyMap<string, string>;
}

/** By uuid. */
export type KnownRegistries = Map<string, KnownRegistry>;

/** Looks up those that are not known yet: a log that is kept for years names what was deleted, too. */
export async function learnRegistries(
  organizationId: string,
  ids: ReadonlySet<string>,
  registries: KnownRegistries,
): Promise<void> {
  const unknown = [...ids].filter((id) => !registries.has(id));
  if (unknown.length === 0) return;
  await withOrg(organizationId, async (db) => {
    for (const id of unknown) {
      const definition = await findRegistry(db, id);
      if (definition === null) continue;
      const { name, fields } = definition;
      registries.set(id, { definition, name, fields: namesOf(fields) });
    }
  });
  const gone = unknown.filter((id) => !registries.has(id));
  if (gone.length === 0) return;
  const told = await toldAtDeletion(organizationId, gone);
  for (const id of gone) {
    const { name = null, fields = [] } = told.get(publicId("reg", id)) ?? {};
    registries.set(id, { definition: null, name, fields: namesOf(fields) });
  }
}

const namesOf = (fields: readonly { readonly id: string; readonly name: string }[]) =>
  new Map(fields.map(({ id, name }) => [id, name]));

const deletion = z.object({
  name: z.string(),
  fields: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
});

/** What the entry of its deletion says of a registry, by public id. */
async function toldAtDeletion(
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, z.infer<typeof deletion>>> {
  const filter = {
    ...{ from: null, to: null, actor: null, hidden: [], registryId: null, side: null, outcome: null },
    ...{ runId: null, deedsOnly: false, actions: ["registry.deleted" as const] },
    targets: ids.map((id) => publicId("reg", id)),
  };
  const page = { before: Number.MAX_SAFE_INTEGER, size: ids.length };
  const lines = await withRows(organizationId, (client) => listEntries(client, filter, page));
  return new Map(
    lines.flatMap((line) => {
      const told = deletion.safeParse(payloadOf(line));
      return told.success ? [[envelopeOf(line).target.ref, told.data] as const] : [];
    }),
  );
}
