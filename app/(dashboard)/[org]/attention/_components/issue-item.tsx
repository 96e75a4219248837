import Link from "next/link";
import { sealPage } from "@/lib/http/cursor";
import { listIssueRows } from "@/lib/services/issues/list-issue-rows";
import { findIssueGroup } from "@/lib/services/issues/list-issues";
import { getRegistry } from "@/lib/services/registries/browse-registries";
import { sought } from "../../_session/answer";
import { GroupHead } from "../../registries/[registry]/issues/_components/group-head";
import { ItemHead } from "./item-head";
import { ItemOver } from "./item-over";
import { IssueRowPages } from "./item-parts";

interface Props {
  readonly org: string;
  readonly registryId: string;
  readonly cause: { readonly side: string; readonly field: string; readonly reason: string };
}

/** One cause of issues: how it is mended, its rows with their values, and what can be done about them. */
export async function IssueItem({ org, registryId, cause: { side, field, reason } }: Props) {
  const shown = await sought(org, async (caller) => ({
    registry: await getRegistry(caller, registryId),
    group: await findIssueGroup(caller, registryId, { side, field: field || null, reason }),
    rows: sealPage(await listIssueRows(caller, registryId, { side, field, reason, cursor: null })),
  }));
  const href = `/${org}/registries/${registryId}`;
  const title = shown?.group?.message ?? "This issue is over";
  const head = <ItemHead kind="issue" title={title} registry={shown && { view: shown.registry, href }} />;
  if (!shown?.group)
    return (
      <>
        {head}
        <ItemOver title="No row has this issue any more">
          A run found the rows mended.{" "}
          <Link href={`${href}/issues`} className="font-medium text-accent hover:underline">
            All issues of the registry
          </Link>
        </ItemOver>
      </>
    );
  const { registry, group, rows } = shown;
  return (
    <>
      {head}
      <div className="space-y-4">
        <GroupHead registry={registry} issue={group} base={href} />
        <IssueRowPages registry={registry} cause={{ side, field, reason }} initial={rows} />
      </div>
    </>
  );
}
