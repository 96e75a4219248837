"use client";

import Link from "next/link";
import type { Page } from "@/components/live/fetch-view";
import { useOlder } from "@/components/live/use-older";
import { KindIcon } from "@/components/ui/kind-icon";
import { LoadMore } from "@/components/ui/load-more";
import { keyText, subjectText } from "@/lib/format/cell";
import { sideName } from "@/lib/format/side";
import type { DriftRowView } from "@/lib/services/registries/list-drift-rows";
import type { RegistryView } from "@/lib/services/registries/registry-view";

interface Props {
  readonly registry: RegistryView;
  /** The address of the registry. */
  readonly href: string;
  readonly initial: Page<DriftRowView>;
}

const WORDS: Readonly<Record<DriftRowView["found"], string>> = {
  different: "Different",
  missing: "Missing",
  unread: "Not readable",
  extra: "Extra",
};

/** The rows that the check found otherwise on a side, and the records that are none. */
export function DriftRows({ registry, href, initial }: Props) {
  const more = useOlder<DriftRowView>(`/registries/${registry.id}/drift/rows`, initial.nextCursor);
  const rows = [...initial.data, ...more.data];
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="drift-rows">
      <h3 id="drift-rows" className="mb-2 font-semibold">
        What the check found
      </h3>
      <ul className="card divide-y divide-line">
        {rows.map((row) => {
          const side = registry.sides.find(({ id }) => id === row.side);
          return (
            <li
              key={`${row.side} ${row.found} ${row.rowId} ${row.record}`}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2"
            >
              <span className="w-24 text-ink-soft">{WORDS[row.found]}</span>
              <Name row={row} href={href} />
              {row.waits && <span className="text-xs text-ink-faint">waits under conflicts or issues</span>}
              <span className="ml-auto flex items-center gap-1.5 text-ink-soft">
                {side && <KindIcon kind={side.kind} size={14} isNamed />}
                {side ? sideName(side) : "A side that is gone"}
              </span>
            </li>
          );
        })}
      </ul>
      <p className="mt-2 text-xs text-ink-faint">At most the first 200 of each kind on each side are kept.</p>
      <LoadMore list={more} />
    </section>
  );
}

function Name({ row: { key, rowId, record }, href }: { readonly row: DriftRowView; readonly href: string }) {
  const name = key ? keyText(key) : subjectText(record ?? "");
  if (rowId === null || key === null)
    return <span className="font-mono text-xs break-all text-ink">{name}</span>;
  return (
    <Link href={`${href}/rows/${rowId}`} className="font-mono text-xs font-medium break-all hover:underline">
      {name}
    </Link>
  );
}
