import { ShieldCheck } from "lucide-react";
import type { Page } from "@/components/live/fetch-view";
import { Moment } from "@/components/ui/moment";
import { formatCount } from "@/lib/format/count";
import { driftWord, isMendedSince } from "@/lib/format/drift-word";
import type { DriftCertificateView, DriftView } from "@/lib/services/registries/drift-certificate";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";
import { CheckDrift } from "./check-drift";
import { DriftDigests } from "./drift-digests";
import { DriftTable } from "./drift-table";

interface Props {
  readonly org: string;
  readonly registry: RegistryView;
  readonly runs: Page<RunView>;
  readonly drift: DriftView;
}

/** The proof that the sides agree, or where they do not: what the last drift check found. */
export function DriftPanel({ org, registry, runs, drift: { certificate } }: Props) {
  return (
    <section aria-labelledby="drift-check" className="card mb-6">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3 px-4 py-3.5">
        <div className="min-w-0 flex-1">
          <h2 id="drift-check" className="text-[0.9375rem] font-semibold">
            Drift check
          </h2>
          {certificate ? <Found certificate={certificate} runs={runs.data} /> : <NeverChecked />}
        </div>
        <CheckDrift registry={registry} runs={runs} />
      </div>
      {certificate && (
        <>
          <DriftTable registry={registry} certificate={certificate} />
          <DriftDigests org={org} registry={registry} certificate={certificate} />
        </>
      )}
    </section>
  );
}

function NeverChecked() {
  return (
    <p className="mt-0.5 text-ink-soft">
      Not checked yet. The first check runs within a day of the first sync.
    </p>
  );
}

function whatDiffers({ rows, matched, drifted }: DriftCertificateView, isMended: boolean): string {
  if (drifted === 0) return "What differs waits under conflicts and issues, or could not be read";
  const found = driftWord({ rows, equal: matched, drifted });
  return isMended
    ? `As of then, ${found}. A run has written since: check again to see it proven`
    : `${found}, which is the next sync's work`;
}

interface FoundProps {
  readonly certificate: DriftCertificateView;
  readonly runs: readonly RunView[];
}

function Found({ certificate, runs }: FoundProps) {
  const { at, equal, rows, matched, drifted } = certificate;
  const isMended = isMendedSince(at, runs);
  const tone = equal ? "text-good" : drifted > 0 && !isMended ? "text-warn" : "text-ink";
  return (
    <p className="mt-0.5 flex flex-wrap items-center gap-x-1.5 text-ink-soft">
      {equal && <ShieldCheck size={15} aria-hidden className="text-good" />}
      <span>
        Checked <Moment at={at} />:{" "}
        <span className={`font-medium ${tone}`}>
          {formatCount(matched)} of {formatCount(rows)} rows match on all sides
        </span>
        {!equal && `. ${whatDiffers(certificate, isMended)}`}.
      </span>
    </p>
  );
}
