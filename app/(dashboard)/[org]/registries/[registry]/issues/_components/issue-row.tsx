"use client";

import { Pencil } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { type ActionResult, UNREACHED } from "@/components/action";
import { EditValue } from "@/components/conflict/edit-value";
import { useDecided } from "@/components/live/last-decision";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { Moment } from "@/components/ui/moment";
import { keyText, subjectText } from "@/lib/format/cell";
import type { IssueRowView } from "@/lib/services/issues/list-issue-rows";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { mend } from "../actions";
import { AgreedCells, ShownCells } from "./issue-cells";
import { RetryButton } from "./retry-button";

interface Props {
  readonly registry: RegistryView;
  readonly row: IssueRowView;
  readonly field: string | null;
}

/** One row of a group; another value for its cell is entered below it. */
export function IssueRow({ registry, row, field }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const decided = useDecided();
  const [isEditing, setEditing] = useState(false);
  const [isPending, start] = useTransition();
  const [result, setResult] = useState<ActionResult | null>(null);
  const name = row.key ? keyText(row.key) : subjectText(row.records[0]?.record ?? "");
  const enter: Parameters<typeof EditValue>[0]["enter"] = (value) =>
    start(async () => {
      const answered = await mend(org, row.id, value).catch(() => UNREACHED);
      setResult(answered);
      if (answered.problem) return;
      decided({
        said: "A value that was entered is taken in by the run that it asks for",
        remedy: "Restore the row's earlier value on its own page.",
      });
      router.refresh();
    });
  return (
    <>
      <tr className="align-top max-sm:grid max-sm:grid-cols-2 max-sm:py-1.5">
        <th
          scope="row"
          className="px-3 py-2.5 pl-4 text-left font-mono text-xs leading-5 font-medium sm:whitespace-nowrap max-sm:col-span-2"
        >
          {row.rowId === null ? (
            name
          ) : (
            <Link href={`/${org}/registries/${registry.id}/rows/${row.rowId}`} className="hover:underline">
              {name}
            </Link>
          )}
          {row.skipped && <span className="block font-sans font-normal text-ink-faint">put aside</span>}
        </th>
        <td className="max-w-80 px-3 py-2.5 max-sm:py-1 max-sm:pl-4">
          <OnPhone>Shown there</OnPhone>
          <ShownCells row={row} field={field} />
        </td>
        <td className="max-w-64 px-3 py-2.5 text-ink-soft max-sm:py-1">
          <OnPhone>Agreed on before</OnPhone>
          <AgreedCells row={row} field={field} />
        </td>
        <td className="px-3 py-2.5 text-ink-soft max-sm:py-1 max-sm:pl-4">
          <OnPhone>Since</OnPhone>
          <Moment at={row.firstSeen} />
        </td>
        <td className="px-3 py-1.5 pr-4 whitespace-nowrap max-sm:col-span-2 max-sm:pl-1.5 sm:text-right">
          {row.canMend && (
            <span data-key="e">
              <button
                type="button"
                aria-label={`Enter a value for ${name}`}
                aria-expanded={isEditing}
                disabled={isPending}
                onClick={() => setEditing(!isEditing)}
                className={buttonClass("quiet")}
              >
                <Pencil size={13} aria-hidden />
                Enter a value
              </button>
            </span>
          )}
          <RetryButton issueId={row.id} name={name} />
        </td>
      </tr>
      {isEditing && (
        <tr className="max-sm:block">
          <td colSpan={5} className="bg-sunken max-sm:block px-4 py-2.5">
            <EditValue
              field={row.field ?? ""}
              type={registry.fields.find((one) => one.name === row.field)?.type ?? "text"}
              first={row.agreed?.[row.field ?? ""] ?? null}
              enter={enter}
              close={() => setEditing(false)}
            />
          </td>
        </tr>
      )}
      {result && (
        <tr className="max-sm:block">
          <td colSpan={5} role="status" className="max-sm:block px-4 py-2">
            <Entered result={result} />
          </td>
        </tr>
      )}
    </>
  );
}

/** A phone has no room for the table's head: each of its words stands with its value. */
function OnPhone({ children }: { readonly children: string }) {
  return <span className="block text-small text-ink-faint sm:hidden">{children}</span>;
}

function Entered({ result: { problem } }: { readonly result: ActionResult }) {
  if (problem === null)
    return <span className="text-good">Entered. It stands on every side with the next run.</span>;
  return (
    <span className="text-bad">{[problem.message, ...(problem.faults ?? []), problem.remedy].join(" ")}</span>
  );
}
