import { ShieldCheck } from "lucide-react";
import { IssueList } from "@/components/issue-list";
import { Empty } from "@/components/ui/empty";
import { listIssues } from "@/lib/services/issues/list-issues";
import { found } from "../../../_session/answer";
import { proofOf } from "../../../_session/proof";
import { GroupActions } from "./_components/group-actions";
import { RecheckButton } from "./_components/recheck-button";

export default async function IssuesPage({ params }: { params: Promise<{ org: string; registry: string }> }) {
  const { org, registry: id } = await params;
  const { registry, proof } = await proofOf(org, id);
  const issues = await found(org, (caller) => listIssues(caller, id));
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-60 flex-1 text-ink-soft">
          Rows that could not be accepted or written, by cause. All others are synced; each closes by itself
          once a run finds it mended.
        </p>
        <RecheckButton registryId={id} />
      </div>
      {issues.data.length === 0 ? (
        <div className="card">
          <Empty isProof icon={ShieldCheck} title="No issues">
            {proof}
          </Empty>
        </div>
      ) : (
        <IssueList
          base={`/${org}/registries/${id}/issues`}
          sides={registry.sides}
          issues={issues.data}
          actionsOf={(issue) => <GroupActions registryId={id} issue={issue} />}
        />
      )}
    </div>
  );
}
