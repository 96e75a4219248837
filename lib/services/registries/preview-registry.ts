import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import type { RunRequest } from "@/lib/db/runs";
import { AppError } from "@/lib/errors";
import { placeRun, requireResumed, sendRun } from "../runs/request-run";
import { type RunView, runView } from "../runs/run-view";
import { requireRegistry } from "./browse-registries";
import { mappingVersionOf, requireMapping } from "./mapping-version";
import { type PlannedChange, registryChange } from "./registry-change";
import type { UpdateRegistryInput } from "./registry-input";

/**
 * Asks for a dry run that sees the registry as it would be after a change of its fields, mappings or filter: its plan is
 * what saving would bring about, to the cell. Nothing is saved and nothing written. Throws AppError as the change itself
 * would.
 */
export async function previewRegistry(
  caller: Caller,
  id: string,
  input: UpdateRegistryInput,
  now = new Date(),
): Promise<RunView> {
  authorize(caller, "registry:write");
  const change = await registryChange(caller, id, input);
  const placed = await withOrg(caller.organizationId, async (db) => {
    const registry = await requireRegistry(db, id);
    requireResumed(registry);
    requireMapping(registry, mappingVersionOf(change.before));
    return placeRun(db, { caller, registry, input: { kind: "dry-run" }, request: proposalOf(change), now });
  });
  if (placed.isNew) await sendRun(caller.organizationId, placed.run.id);
  return runView(placed.run, {});
}

function proposalOf({ settings, sides }: PlannedChange): RunRequest {
  const { fields, winners, filter, leaving } = settings;
  const remapped = sides.flatMap(({ id, mappings }) => (mappings ? [{ id, mappings: [...mappings] }] : []));
  if (remapped.length === 0 && fields === undefined && filter === undefined)
    throw new AppError("invalid-input", "Nothing of this changes what is written.", {
      remedy: "Change a mapping, a field or the filter, and look at that.",
    });
  return {
    kind: "proposal",
    sides: remapped,
    ...(fields && { fields: [...fields] }),
    ...(winners && { winners: { default: winners.default, fields: { ...winners.fields } } }),
    ...(filter !== undefined && { filter: filter as Extract<RunRequest, { kind: "proposal" }>["filter"] }),
    ...(leaving && { leaving }),
  };
}
