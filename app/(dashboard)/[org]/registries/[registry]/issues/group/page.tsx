import { ShieldCheck } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { onlyTexts } from "@/lib/http/sent";
import { listIssueRows } from "@/lib/services/issues/list-issue-rows";
import { findIssueGroup } from "@/lib/services/issues/list-issues";
import { found } from "../../../../_session/answer";
import { proofOf } from "../../../../_session/proof";
import { GroupHead } from "../_components/group-head";
import { IssueRows } from "../_components/issue-rows";

interface Props {
  readonly params: Promise<{ readonly org: string; readonly registry: string }>;
  readonly searchParams: Promise<Partial<Record<"side" | "field" | "reason" | "cursor", string>>>;
}

/** One group of issues at an address that can be sent to whoever is to mend it. */
export default async function IssueGroupPage({ params, searchParams }: Props) {
  const { org, registry: id } = await params;
  const { side = "", field = "", reason = "", cursor = null } = onlyTexts(await searchParams);
  const base = `/${org}/registries/${id}`;
  const { registry, proof } = await proofOf(org, id);
  const group = await found(org, (caller) =>
    findIssueGroup(caller, id, { side, field: field || null, reason }),
  );
  if (group === null)
    return (
      <div className="card">
        <Empty isProof icon={ShieldCheck} title="No row has this issue any more">
          {proof}{" "}
          <Link href={`${base}/issues`} className="font-medium text-accent hover:underline">
            All issues
          </Link>
        </Empty>
      </div>
    );
  const rows = await found(org, (caller) => listIssueRows(caller, id, { side, field, reason, cursor }));
  const query = new URLSearchParams({ side, field, reason });
  if (rows.nextCursor) query.set("cursor", rows.nextCursor);
  return (
    <div className="space-y-4">
      <GroupHead registry={registry} issue={group} base={base} />
      <IssueRows registry={registry} rows={rows.data} field={group.field} />
      {rows.nextCursor && (
        <p className="text-center">
          <Link href={`?${query}`} className={buttonClass("plain")}>
            Next rows
          </Link>
        </p>
      )}
    </div>
  );
}
