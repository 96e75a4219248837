import { Stat } from "@/components/ui/stat";
import { scorePartWord } from "@/lib/format/score-part";
import type { Compliance } from "@/lib/services/registries/compliance-score";
import { ComplianceFormula } from "./compliance-formula";

/** The compliance score, its formula one press away. */
export function ComplianceStat({ compliance }: { readonly compliance: Compliance }) {
  const { score, parts } = compliance;
  const known = parts.filter(({ good }) => good !== null);
  const lacking = parts.filter(({ raise }) => raise !== null).map(({ name }) => scorePartWord(name));
  return (
    <Stat
      word="Compliance score"
      value={score === null ? null : `${score} of 100`}
      note={
        score === null
          ? "Nothing is known before the first sync."
          : lacking.length > 0
            ? `Lost in: ${lacking.join(", ")}`
            : `${known.length} of ${parts.length} parts known, all whole`
      }
      formula={<ComplianceFormula compliance={compliance} />}
    />
  );
}
