import { Eye } from "lucide-react";
import { Empty } from "@/components/ui/empty";
import { shadowReport } from "@/lib/services/runs/shadow-report";
import { found } from "../../../_session/answer";
import { registryOf } from "../../../_session/registry";
import { ShadowFindings } from "./_components/shadow-findings";
import { ShadowHead } from "./_components/shadow-head";
import { ShadowRuns } from "./_components/shadow-runs";

export default async function ShadowPage({ params }: { params: Promise<{ org: string; registry: string }> }) {
  const { org, registry: id } = await params;
  const [registry, report] = await found(org, (caller) =>
    Promise.all([registryOf(org, id), shadowReport(caller, id)]),
  );
  if (report.runs === 0)
    return (
      <div className="card">
        <Empty icon={Eye} title="No shadow run yet">
          {report.isInShadow
            ? "The first run will read all sides and say here what it would have done."
            : "This registry writes. In shadow it would read and plan by its schedule and write nothing."}
        </Empty>
      </div>
    );
  return (
    <div className="space-y-7">
      <ShadowHead registry={registry} report={report} />
      <ShadowFindings registry={registry} report={report} />
      <ShadowRuns org={org} report={report} />
    </div>
  );
}
