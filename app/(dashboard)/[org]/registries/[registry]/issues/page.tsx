import { ShieldCheck } from "lucide-react";
import { Empty } from "@/components/empty";
import { IssueList } from "@/components/issue-list";
import { listIssues } from "@/lib/services/issues/list-issues";
import { found } from "../../../_session/answer";
import { proofOf } from "../../../_session/proof";

export default async function IssuesPage({ params }: { params: Promise<{ org: string; registry: string }> }) {
  const { org, registry: id } = await params;
  const { registry, proof } = await proofOf(org, id);
  const issues = await found(org, (caller) => listIssues(caller, id));
  if (issues.data.length === 0)
    return (
      <div className="card">
        <Empty icon={ShieldCheck} title="No issues">
          {proof}
        </Empty>
      </div>
    );
  return <IssueList sides={registry.sides} issues={issues.data} />;
}
