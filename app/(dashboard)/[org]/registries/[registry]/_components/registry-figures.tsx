import { ComplianceStat } from "@/components/measures/compliance-stat";
import { LatencyStat } from "@/components/measures/latency-stat";
import { Moment } from "@/components/ui/moment";
import { Stat } from "@/components/ui/stat";
import { formatCount } from "@/lib/format/count";
import { percentText, shareText } from "@/lib/format/score-part";
import type { DriftView } from "@/lib/services/registries/drift-certificate";
import type { RegistryCompliance } from "@/lib/services/registries/get-compliance";
import type { LatencyParts } from "@/lib/services/registries/latency-parts";
import type { RegistryView } from "@/lib/services/registries/registry-view";

interface Props {
  readonly registry: RegistryView;
  readonly compliance: RegistryCompliance;
  /** Of the last 24 hours. */
  readonly latency: LatencyParts;
  readonly drift: DriftView;
}

/** How the registry stands, in four numbers. */
export function RegistryFigures({ registry, compliance, latency, drift }: Props) {
  const { ok, failed, waiting } = compliance.rows;
  const { certificate } = drift;
  return (
    <section
      aria-label="How it stands"
      className="card mb-6 grid grid-cols-2 gap-x-6 gap-y-4 px-4 py-3.5 lg:grid-cols-4"
    >
      <Stat
        word="Rows ok"
        value={registry.lastRunId === null ? null : formatCount(ok)}
        note={
          registry.lastRunId === null
            ? "Known after the first sync."
            : `of ${formatCount(registry.rows)} · ${formatCount(failed)} failed · ${formatCount(waiting)} waiting`
        }
      />
      <Stat
        word="In sync"
        value={certificate && percentText(certificate.matched, certificate.rows)}
        note={
          certificate ? (
            <>
              {shareText(certificate.matched, certificate.rows)} rows, full check{" "}
              <Moment at={certificate.at} />
            </>
          ) : (
            "The first full check runs within a day."
          )
        }
      />
      <LatencyStat parts={latency} />
      <ComplianceStat compliance={compliance} />
    </section>
  );
}
