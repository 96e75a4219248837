"use client";

import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { buttonClass } from "@/components/ui/button";
import { KindIcon } from "@/components/ui/kind-icon";
import { typeWord } from "@/lib/format/cell";
import { sideName } from "@/lib/format/side";
import type { SideColumnsView } from "@/lib/services/registries/look-at-registry";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { saveSettings } from "../../settings/actions";
import { freeColumns, type MappingDraft, withColumn } from "./mapping-draft";

interface Props {
  readonly registry: RegistryView;
  readonly looks: readonly SideColumnsView[];
  readonly draft: MappingDraft;
  readonly onChange: (draft: MappingDraft) => void;
}

/** Columns that have come on a side since somebody last looked: each may become a field, or be left alone. */
export function NewColumns({ registry, looks, draft, onChange }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const { newColumns, sides } = registry;
  if (newColumns.length === 0) return null;
  const withNew = [...new Set(newColumns.map(({ side }) => side))];
  return (
    <section aria-labelledby="new-columns" className="card">
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-3">
        <h2 id="new-columns" className="mr-auto font-medium">
          New on the sides
        </h2>
        <ActionButton
          look="quiet"
          label="Leave them alone"
          action={() =>
            saveSettings(org, registry.id, { sides: withNew.map((id) => ({ id, seenColumns: true })) })
          }
          onDone={() => router.refresh()}
        />
      </div>
      <ul className="divide-y divide-line">
        {newColumns.map(({ side: id, id: columnId, name }) => {
          const side = sides.find((own) => own.id === id);
          const look = looks.find((own) => own.side === id);
          const column = look && freeColumns(draft, look).find((free) => free.id === columnId);
          return (
            <li key={`${id} ${columnId}`} className="flex flex-wrap items-center gap-2 px-4 py-2.5">
              {side && <KindIcon kind={side.kind} size={15} />}
              <span className="mr-auto min-w-0">
                <span className="font-medium">{name}</span>{" "}
                <span className="text-ink-soft">
                  {column?.carries[0] && `(${typeWord(column.carries[0])}) `}on{" "}
                  {side ? sideName(side) : "a side"}
                </span>
              </span>
              <button
                type="button"
                disabled={!column}
                onClick={() => column && onChange(withColumn(draft, { side: id, column }, looks))}
                className={buttonClass("plain")}
              >
                <Plus size={14} aria-hidden /> Add as a field
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
