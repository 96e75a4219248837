import { GitCompareArrows } from "lucide-react";
import { ConflictTable } from "@/components/conflict-table";
import { Empty } from "@/components/empty";
import { strategyWord } from "@/lib/format/setting";
import { listConflicts } from "@/lib/services/conflicts/list-conflicts";
import { found } from "../../../_session/answer";
import { proofOf } from "../../../_session/proof";

export default async function ConflictsPage({
  params,
}: {
  params: Promise<{ org: string; registry: string }>;
}) {
  const { org, registry: id } = await params;
  const { registry, proof } = await proofOf(org, id);
  const conflicts = await found(org, (caller) => listConflicts(caller, id, { cursor: null }));
  if (conflicts.data.length === 0)
    return (
      <div className="card">
        <Empty icon={GitCompareArrows} title="No conflicts">
          {proof} When two sides change the same cell differently, {strategyWord(registry.conflict)}, and the
          other value is kept here.
        </Empty>
      </div>
    );
  return <ConflictTable sides={registry.sides} conflicts={conflicts.data} />;
}
