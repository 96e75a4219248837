import { CircleCheck, TriangleAlert } from "lucide-react";
import type { Asked } from "@/components/action";
import { Refusal } from "@/components/ui/refusal";
import { counted, formatCount } from "@/lib/format/count";
import type { SchemaPreviewView } from "@/lib/services/schemas/preview-schema";

interface Props {
  /** Undefined while the rows are counted. */
  readonly failing: Asked<SchemaPreviewView> | undefined;
  /** What the rows were held against. */
  readonly what: string;
}

/** How many rows fail as they stand now, and what that means for them. */
export function FailingSummary({ failing, what }: Props) {
  return (
    <div role="status">
      {failing === undefined && <p className="text-ink-soft">Counting the rows that fail {what}…</p>}
      {failing?.refusal && <Refusal refusal={failing.refusal} />}
      {failing?.view && <Counted preview={failing.view} what={what} />}
    </div>
  );
}

function Counted({ preview, what }: { readonly preview: SchemaPreviewView; readonly what: string }) {
  const { checked, rows, failing } = preview;
  if (rows === 0)
    return <p className="text-ink-soft">The registry has no rows yet that {what} could be tried on.</p>;
  const tried = checked < rows ? ` The first ${formatCount(checked)} rows were tried.` : "";
  if (failing === 0)
    return (
      <p className="flex items-start gap-1.5 text-ink-soft">
        <CircleCheck size={15} aria-hidden className="mt-0.5 shrink-0 text-good" />
        <span>
          No row fails {what} now: {counted(checked, "row")} tried.{checked < rows && tried}
        </span>
      </p>
    );
  return (
    <p className="flex items-start gap-1.5 text-ink-soft">
      <TriangleAlert size={15} aria-hidden className="mt-0.5 shrink-0 text-warn" />
      <span>
        <span className="font-medium text-ink">
          {formatCount(failing)} of {counted(checked, "row")} {failing === 1 ? "fails" : "fail"} {what} now.
        </span>
        {tried} They keep their values and are listed as issues; only what breaks a rule from now on is kept
        out. If a run finds more newly failing rows than the registry's limit, it waits for an approval.
      </span>
    </p>
  );
}
