import clsx from "clsx";
import Link from "next/link";
import { Moment } from "@/components/ui/moment";
import { formatCount } from "@/lib/format/count";
import type { ShadowReport } from "@/lib/services/runs/shadow-report";

interface Props {
  readonly org: string;
  readonly report: ShadowReport;
}

const OPS = [
  { op: "create", word: "Created" },
  { op: "update", word: "Updated" },
  { op: "delete", word: "Deleted" },
] as const;

/** Run by run what was new in it: what earlier runs had planned already is not told again. */
export function ShadowRuns({ org, report }: Props) {
  return (
    <section aria-labelledby="shadow-runs">
      <h2 id="shadow-runs" className="mb-2 text-[0.9375rem] font-semibold">
        New in each run
      </h2>
      <div className="card overflow-x-auto">
        <table className="w-full">
          <thead>
            <tr className="border-b">
              <th scope="col" className="table-head px-3 py-2 pl-4">
                Run
              </th>
              {OPS.map(({ op, word }) => (
                <th key={op} scope="col" className="table-head px-3 py-2 text-right last:pr-4">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {report.perRun.map((run) => (
              <tr key={run.runId} className="relative transition-colors hover:bg-sunken/60">
                <td className="px-3 py-2 pl-4">
                  <Link href={`/${org}/runs/${run.runId}`} className="after:absolute after:inset-0">
                    <Moment at={run.startedAt} />
                  </Link>
                </td>
                {OPS.map(({ op }) => (
                  <td
                    key={op}
                    className={clsx(
                      "px-3 text-right tabular-nums last:pr-4",
                      run.added[op] === 0 && "text-ink-faint",
                    )}
                  >
                    {formatCount(run.added[op])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
