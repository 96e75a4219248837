import clsx from "clsx";
import { KeyRound } from "lucide-react";
import { typeWord } from "@/lib/format/cell";
import type { SideColumnsView } from "@/lib/services/registries/look-at-registry";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { SideHeads } from "../../_components/side-heads";
import { MappingCell } from "./mapping-cell";
import { cellOf, type MappingDraft, type MappingWarning, withCell } from "./mapping-draft";

interface Props {
  readonly registry: RegistryView;
  readonly looks: readonly SideColumnsView[];
  readonly draft: MappingDraft;
  readonly warnings: readonly MappingWarning[];
  readonly onChange: (draft: MappingDraft) => void;
}

/** Fields down, sides across. */
export function MappingTable({ registry, looks, draft, warnings, onChange }: Props) {
  const { sides, fields, key } = registry;
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-[760px]">
        <caption className="caption-bottom border-t px-4 py-2.5 text-left text-xs text-ink-soft">
          The arrows say which way values go, seen from the side: both ways, only read, or only written with
          edits put back. Columns are followed by their stable id where the system has one; a rename there
          breaks nothing.
        </caption>
        <thead>
          <tr className="border-b">
            <th scope="col" className="table-head px-4 py-2.5">
              Field
            </th>
            <SideHeads sides={sides} />
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {fields.map((field) => (
            <tr key={field.id} className="align-top">
              <th scope="row" className="px-4 py-2.5 text-left">
                <FieldName
                  field={field}
                  isKey={key.includes(field.name)}
                  warnings={warnings.filter((warning) => warning.field === field.name)}
                />
              </th>
              {sides.map((side) => (
                <td key={side.id} className="px-3 py-2">
                  <MappingCell
                    field={field}
                    isKey={key.includes(field.name)}
                    side={side}
                    look={looks.find((look) => look.side === side.id)}
                    cell={cellOf(draft, side.id, field.name)}
                    onChange={(cell) => onChange(withCell(draft, { side: side.id, field: field.name }, cell))}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface FieldNameProps {
  readonly field: RegistryView["fields"][number];
  readonly isKey: boolean;
  readonly warnings: readonly MappingWarning[];
}

function FieldName({ field, isKey, warnings }: FieldNameProps) {
  return (
    <>
      <span className="flex items-center gap-1.5 pt-1 font-medium">
        {field.name}
        {isKey && <KeyRound size={13} role="img" aria-label="Part of the key" className="text-ink-faint" />}
        <span className="text-xs font-normal text-ink-soft">{typeWord(field.type)}</span>
      </span>
      {warnings.map(({ text, isFault }) => (
        <p
          key={text}
          className={clsx("mt-1 max-w-56 text-xs font-normal", isFault ? "text-bad" : "text-warn")}
        >
          {text}
        </p>
      ))}
    </>
  );
}
