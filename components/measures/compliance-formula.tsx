import { percentText, scorePartWord, shareText } from "@/lib/format/score-part";
import type { Compliance } from "@/lib/services/registries/compliance-score";

/** What a compliance score is made of: each part with its number, its weight and what would raise it. */
export function ComplianceFormula({ compliance: { parts } }: { readonly compliance: Compliance }) {
  const known = parts.filter(({ good }) => good !== null);
  const weight = known.reduce((sum, part) => sum + part.weight, 0);
  return (
    <>
      <p className="font-medium">How the score is computed</p>
      <p className="mt-1 text-small text-ink-soft">
        The parts below, weighed, rounded down. A part that is not known is left out, and the others share its
        weight.
      </p>
      <dl className="mt-3 space-y-2.5">
        {parts.map(({ name, weight: own, good, of, unknown, raise }) => (
          <div key={name}>
            <dt className="flex items-baseline gap-2">
              <span className="font-medium">{scorePartWord(name)}</span>
              <span className="ml-auto text-small text-ink-faint tabular-nums">
                {good === null ? "left out" : `weight ${Math.round((own / weight) * 100)} %`}
              </span>
            </dt>
            <dd className="text-small text-ink-soft tabular-nums">
              {good === null || of === null ? unknown : `${shareText(good, of)}, ${percentText(good, of)}`}
              {raise && <span className="block text-warn">{raise}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
