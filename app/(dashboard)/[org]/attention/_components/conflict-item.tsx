import Link from "next/link";
import { sealPage } from "@/lib/http/cursor";
import { countOpenConflicts, listConflicts } from "@/lib/services/conflicts/list-conflicts";
import { nameActors } from "@/lib/services/people/name-actors";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { sought } from "../../_session/answer";
import { conflictActions } from "../../conflicts/action-set";
import { ItemHead } from "./item-head";
import { ItemOver } from "./item-over";
import { BulkList, OpenConflicts } from "./item-parts";

interface Props {
  readonly org: string;
  readonly registryId: string;
  readonly field: string;
}

/** The conflicts on one field: each with its values, all of them at once, and the rule for those to come. */
export async function ConflictItem({ org, registryId, field }: Props) {
  const shown = await sought(org, async (caller) => {
    const [registry, open, counts] = await Promise.all([
      getRegistry(caller, registryId),
      listConflicts(caller, registryId, { cursor: null, state: "open", field }),
      countOpenConflicts(caller, registryId),
    ]);
    const refs = open.data.map(({ choice }) => choice?.by.ref);
    return { registry, open, counts, names: await nameActors(caller, refs) };
  });
  const href = `/${org}/registries/${registryId}`;
  const head = (
    <ItemHead kind="conflict" title={field} registry={shown && { view: shown.registry, href }}>
      Several sides changed the same cell differently. Each keeps its own value until somebody decides; the
      rows' other cells go on.
    </ItemHead>
  );
  if (shown === null || shown.open.data.length === 0)
    return (
      <>
        {head}
        <ItemOver title={`No conflict on ${field} waits any more`}>
          Somebody decided, or the values became equal. What was chosen, by whom, and the values that lost are
          kept under{" "}
          <Link href={`${href}/conflicts`} className="font-medium text-accent hover:underline">
            settled conflicts
          </Link>
          .
        </ItemOver>
      </>
    );
  return (
    <>
      {head}
      <div className="space-y-4">
        <BulkList
          registry={shown.registry}
          counts={shown.counts.filter((one) => one.field === field)}
          actions={conflictActions}
        />
        <OpenConflicts
          registry={shown.registry}
          open={sealPage(shown.open)}
          field={field}
          names={shown.names}
          actions={conflictActions}
        />
      </div>
    </>
  );
}
