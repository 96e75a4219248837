import { ArrowLeft, ArrowLeftRight, ArrowRight, KeyRound, Minus } from "lucide-react";
import { KindIcon } from "@/components/kind-icon";
import { directionWord, typeWord } from "@/lib/format/cell";
import { counterpartText, sideName } from "@/lib/format/side";
import type { RegistryView, SideView } from "@/lib/services/registries/registry-view";

const ARROWS: Record<string, typeof ArrowLeft> = {
  both: ArrowLeftRight,
  in: ArrowLeft,
  out: ArrowRight,
  off: Minus,
};

/** Each field and its counterpart on every side, with the way its values go. */
export function MappingTable({ registry }: { readonly registry: RegistryView }) {
  return (
    <div className="card overflow-x-auto">
      <table className="w-full min-w-[640px]">
        <caption className="caption-bottom border-t px-4 py-2.5 text-left text-xs text-ink-soft">
          Properties and columns are followed by their stable id where the system has one; a rename there
          breaks nothing.
        </caption>
        <thead>
          <tr className="border-b">
            <th scope="col" className="table-head px-4 py-2.5">
              Field
            </th>
            <th scope="col" className="table-head px-3">
              Type
            </th>
            {registry.sides.map((side) => (
              <th key={side.id} scope="col" className="table-head px-3">
                <span className="flex items-center gap-1.5">
                  <KindIcon kind={side.kind} size={15} isNamed />
                  {sideName(side)}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {registry.fields.map((field) => (
            <tr key={field.id}>
              <th scope="row" className="px-4 py-2.5 text-left font-medium">
                <span className="flex items-center gap-1.5">
                  {field.name}
                  {registry.key.includes(field.name) && (
                    <KeyRound size={13} role="img" aria-label="Part of the key" className="text-ink-faint" />
                  )}
                </span>
              </th>
              <td className="px-3 text-ink-soft">{typeWord(field.type)}</td>
              {registry.sides.map((side) => (
                <td key={side.id} className="px-3">
                  <Counterpart side={side} field={field.name} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Counterpart({ side, field }: { readonly side: SideView; readonly field: string }) {
  const mapping = side.mappings.find((candidate) => candidate.field === field);
  const direction = mapping?.direction ?? "off";
  const Arrow = ARROWS[direction] ?? Minus;
  const word = directionWord(direction);
  return (
    <span className="flex items-center gap-2 text-ink-soft" title={word}>
      <Arrow
        size={14}
        role="img"
        aria-label={word}
        className={direction === "off" ? "text-ink-faint" : "text-accent"}
      />
      {mapping && direction !== "off" ? (
        <code className="max-w-44 truncate font-mono text-xs">
          {counterpartText(side.kind, mapping.sideField)}
        </code>
      ) : (
        <span className="text-ink-faint">not mapped</span>
      )}
    </span>
  );
}
