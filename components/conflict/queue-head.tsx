import { kindWord } from "@/lib/format/setting";
import { sideName } from "@/lib/format/side";
import type { SideView } from "@/lib/services/registries/registry-view";
import { KindIcon } from "../ui/kind-icon";

/** The columns: the sides in the order of their keys 1, 2, 3. */
export function QueueHead({ sides }: { readonly sides: readonly SideView[] }) {
  return (
    <thead className="max-sm:sr-only">
      <tr className="border-b">
        <th scope="col" className="table-head w-28 py-2 pr-2 pl-4">
          Cell
        </th>
        <th scope="col" className="table-head px-4 py-2">
          Before
        </th>
        {sides.map((side) => (
          <th key={side.id} scope="col" title={side.title} className="table-head px-3 py-2">
            <span className="flex items-center gap-1.5">
              <KindIcon kind={side.kind} size={15} isNamed />
              <span className="truncate">
                {sides.filter(({ kind }) => kind === side.kind).length > 1
                  ? sideName(side)
                  : kindWord(side.kind)}
              </span>
            </span>
          </th>
        ))}
        <th scope="col" className="table-head w-36 py-2 pr-4 pl-2">
          Proposed
        </th>
      </tr>
    </thead>
  );
}
