"use client";

import { CellValue } from "@/components/cell-value";
import type { Page } from "@/components/live/fetch-view";
import { useOlder } from "@/components/live/use-older";
import { LoadMore } from "@/components/ui/load-more";
import { Refusal } from "@/components/ui/refusal";
import { keyText } from "@/lib/format/cell";
import type { KeyRow } from "@/lib/services/drafts/draft-view";
import { useDraftAnswer } from "../../_components/use-draft-answer";
import { useWizard } from "../../_components/wizard-context";
import { useSideNames } from "./use-side-names";

/** The rows behind one count of the key's result. */
export function KeyRowPages({ path }: { readonly path: string }) {
  const { draft } = useWizard();
  const { answer } = useDraftAnswer<Page<KeyRow>>(path);
  if (!answer) return <p className="mt-1 text-ink-soft">Loading the rows…</p>;
  if (answer.refusal) return <Refusal refusal={answer.refusal} />;
  return <Loaded key={draft.revision} first={answer.view} path={`/drafts/${draft.id}/${path}`} />;
}

function Loaded({ first, path }: { readonly first: Page<KeyRow>; readonly path: string }) {
  const { parts } = useWizard();
  const { shortName } = useSideNames();
  const more = useOlder<KeyRow>(path, first.nextCursor);
  const rows = [...first.data, ...more.data];
  const fields = parts.fields.slice(0, MOST_FIELDS);
  return (
    <div className="mt-1.5 mb-2">
      <div className="max-h-80 overflow-auto rounded-control border bg-surface">
        <table className="w-full text-left text-small">
          <thead>
            <tr className="border-b">
              <th scope="col" className="table-head px-3 py-1.5">
                Key
              </th>
              <th scope="col" className="table-head px-3">
                Where
              </th>
              {fields.map(({ ref, name }) => (
                <th key={ref} scope="col" className="table-head px-3">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.flatMap(({ key, records }) =>
              records.map(({ side, at, cells }) => (
                <tr key={`${side} ${at}`} className="align-top">
                  <td className="max-w-48 truncate px-3 py-1 font-mono">{key ? keyText(key) : "no key"}</td>
                  <td className="px-3 py-1 whitespace-nowrap text-ink-soft">
                    {shortName(side)}, no. {at}
                  </td>
                  {fields.map(({ ref, name }) => (
                    <td key={ref} className="max-w-48 truncate px-3 py-1">
                      <CellValue value={cells[name] ?? null} />
                    </td>
                  ))}
                </tr>
              )),
            )}
          </tbody>
        </table>
      </div>
      <LoadMore list={more} word="Load more rows" />
    </div>
  );
}

const MOST_FIELDS = 5;
