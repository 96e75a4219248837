import { GitCompareArrows } from "lucide-react";
import { BulkList } from "@/components/conflict/bulk-list";
import { LastDecision } from "@/components/live/last-decision";
import { Empty } from "@/components/ui/empty";
import { strategyWord } from "@/lib/format/setting";
import { sealPage } from "@/lib/http/cursor";
import { countOpenConflicts, listConflicts } from "@/lib/services/conflicts/list-conflicts";
import { nameActors } from "@/lib/services/people/name-actors";
import { found } from "../../../_session/answer";
import { proofOf } from "../../../_session/proof";
import { conflictActions } from "../../../conflicts/action-set";
import { ConflictPages } from "./_components/conflict-pages";

export default async function ConflictsPage({
  params,
}: {
  params: Promise<{ org: string; registry: string }>;
}) {
  const { org, registry: id } = await params;
  const { registry, proof } = await proofOf(org, id);
  const [open, settled, counts, names] = await found(org, async (caller) => {
    const waiting = await listConflicts(caller, id, { cursor: null, state: "open" });
    return Promise.all([
      waiting,
      listConflicts(caller, id, { cursor: null, state: "resolved" }),
      countOpenConflicts(caller, id),
      nameActors(
        caller,
        waiting.data.map(({ choice }) => choice?.by.ref),
      ),
    ]);
  });
  const isEmpty = open.data.length === 0;
  return (
    <LastDecision>
      <div className="space-y-6">
        {isEmpty ? (
          <div className="card">
            <Empty
              isProof
              icon={GitCompareArrows}
              title={settled.data.length > 0 ? "No open conflicts" : "No conflicts"}
            >
              {proof} When two sides change the same cell differently, {strategyWord(registry.conflict)}, and
              the other value is kept here.
            </Empty>
          </div>
        ) : (
          <BulkList registry={registry} counts={counts} actions={conflictActions} />
        )}
        <ConflictPages
          registry={registry}
          open={sealPage(open)}
          settled={sealPage(settled)}
          names={names}
          actions={conflictActions}
        />
      </div>
    </LastDecision>
  );
}
