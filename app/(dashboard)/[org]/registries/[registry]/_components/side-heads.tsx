import { KindIcon } from "@/components/ui/kind-icon";
import { sideName } from "@/lib/format/side";
import type { SideView } from "@/lib/services/registries/registry-view";

/** The columns of a table with fields down and sides across. */
export function SideHeads({ sides }: { readonly sides: readonly SideView[] }) {
  return sides.map((side) => (
    <th key={side.id} scope="col" className="table-head px-3">
      <span className="flex items-center gap-1.5">
        <KindIcon kind={side.kind} size={15} isNamed />
        {sideName(side)}
      </span>
    </th>
  ));
}
