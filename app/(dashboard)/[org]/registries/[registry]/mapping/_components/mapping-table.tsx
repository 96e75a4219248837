import type { SideColumnsView } from "@/lib/services/registries/look-at-registry";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { SideHeads } from "../../_components/side-heads";
import { FieldName } from "./field-name";
import { FillQuestion } from "./fill-question";
import { lacks, MakeColumn } from "./make-column";
import { MappingCell } from "./mapping-cell";
import {
  cellOf,
  columnChosen,
  type FieldDraft,
  type MappingDraft,
  withCell,
  withField,
  withoutField,
} from "./mapping-draft";
import type { MappingWarning } from "./mapping-warnings";

interface Props {
  readonly registry: RegistryView;
  readonly looks: readonly SideColumnsView[];
  readonly draft: MappingDraft;
  readonly warnings: readonly MappingWarning[];
  readonly onChange: (change: MappingDraft | ((now: MappingDraft) => MappingDraft)) => void;
}

/** Fields down, sides across. */
export function MappingTable({ registry, looks, draft, warnings, onChange }: Props) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-[760px]">
        <caption className="caption-bottom border-t px-4 py-2.5 text-left text-xs text-ink-soft">
          <span className="sticky left-4 block max-w-[min(100%,calc(100vw-4rem))]">
            The arrows say which way values go, seen from the side: both ways, only read, or only written with
            edits put back. Columns are followed by their stable id where the system has one; a rename there
            breaks nothing.
          </span>
        </caption>
        <thead>
          <tr className="border-b">
            <th scope="col" className="table-head px-4 py-2.5">
              Field
            </th>
            <SideHeads sides={registry.sides} />
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {draft.fields.map((field) => (
            <FieldRow key={field.ref} {...{ registry, looks, draft, warnings, onChange, field }} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FieldRow({
  registry,
  looks,
  draft,
  warnings,
  onChange,
  field,
}: Props & { readonly field: FieldDraft }) {
  const { ref } = field;
  const isLacking = (side: string) =>
    !field.isRemoved &&
    cellOf(draft, side, ref).direction === "off" &&
    lacks(
      looks.find((look) => look.side === side),
      field,
    );
  const isKey = field.storedName !== null && registry.key.includes(field.storedName);
  return (
    <tr className="align-top">
      <th scope="row" className="px-2.5 py-2 text-left">
        <FieldName
          field={field}
          isKey={isKey}
          warnings={warnings.filter((warning) => warning.field === ref)}
          onRename={(name) => onChange(withField(draft, ref, { name }))}
          onRemove={() => onChange(withoutField(draft, ref))}
          onPutBack={() => onChange(withField(draft, ref, { isRemoved: false }))}
        />
        <FillQuestion
          {...{ registry, draft, field }}
          onChange={(side) => onChange({ ...draft, fills: { ...draft.fills, [ref]: side } })}
        />
      </th>
      {registry.sides.map((side) => (
        <td key={side.id} className="px-3 py-2">
          {!field.isRemoved && (
            <MappingCell
              field={field}
              isKey={isKey}
              side={side}
              look={looks.find((look) => look.side === side.id)}
              cell={cellOf(draft, side.id, ref)}
              onChange={(cell) => onChange(withCell(draft, { side: side.id, field: ref }, cell))}
            />
          )}
          {isLacking(side.id) && (
            <MakeColumn
              {...{ registry, side, field }}
              onMade={(column) =>
                onChange((now) => {
                  const at = { side: side.id, field: ref };
                  return withCell(now, at, columnChosen(cellOf(now, side.id, ref), column));
                })
              }
            />
          )}
        </td>
      ))}
    </tr>
  );
}
