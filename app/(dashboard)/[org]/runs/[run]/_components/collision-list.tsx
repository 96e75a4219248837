"use client";

import { CellValue } from "@/components/cell-value";
import type { Page } from "@/components/live/fetch-view";
import { useOlder } from "@/components/live/use-older";
import { KindIcon } from "@/components/ui/kind-icon";
import { LoadMore } from "@/components/ui/load-more";
import { keyText } from "@/lib/format/cell";
import { counted } from "@/lib/format/count";
import { collisionRemedy, collisionWord } from "@/lib/format/matching";
import { sideName } from "@/lib/format/side";
import type { CollisionView } from "@/lib/services/matching/list-collisions";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import type { RunView } from "@/lib/services/runs/run-view";

interface Props {
  readonly run: RunView;
  readonly registry: RegistryView;
  readonly initial: Page<CollisionView>;
}

/** Records that stand in each other's way or have no key, with what tells them apart and how it is mended. */
export function CollisionList({ run, registry, initial }: Props) {
  const more = useOlder<CollisionView>(`/runs/${run.id}/collisions`, initial.nextCursor);
  const collisions = [...initial.data, ...more.data];
  if (collisions.length === 0) return null;
  return (
    <section aria-labelledby="collisions" className="mt-7">
      <h2 id="collisions" className="mb-1 text-[0.9375rem] font-semibold">
        Collisions{" "}
        <span className="font-normal text-ink-soft tabular-nums">
          {counted(collisions.length, "case")}
          {more.hasMore && " and more"}
        </span>
      </h2>
      <p className="mb-3 text-ink-soft">
        These records are left as they are on every side; everything else goes on without them.
      </p>
      <ul className="card divide-y divide-line">
        {collisions.map((collision) => (
          <Collision key={collision.id} collision={collision} registry={registry} />
        ))}
      </ul>
      <LoadMore list={more} />
    </section>
  );
}

function Collision({
  collision,
  registry,
}: {
  readonly collision: CollisionView;
  readonly registry: RegistryView;
}) {
  const side = registry.sides.find((one) => one.id === collision.side);
  const fields = registry.fields.filter(({ name }) => collision.records.some(({ cells }) => name in cells));
  // Two records of a sheet that share a key share its locator too.
  const lines = collision.records.map((record, at) => ({ record, line: `${collision.id} ${at}` }));
  return (
    <li className="px-4 py-3">
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        {collision.key && <span className="font-mono text-xs font-medium">{keyText(collision.key)}</span>}
        <span className="font-medium text-warn">{collisionWord(collision.reason)}</span>
        {side && (
          <span className="flex items-center gap-1.5 text-ink-soft">
            <KindIcon kind={side.kind} size={15} />
            {sideName(side)}
          </span>
        )}
      </p>
      <div className="mt-2 overflow-x-auto">
        <table className="text-left">
          <thead>
            <tr>
              {fields.map(({ id, name }) => (
                <th key={id} scope="col" className="table-head pr-5 pb-1">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ record, line }) => (
              <tr key={line} className="align-top">
                {fields.map(({ id, name }) => (
                  <td key={id} className="max-w-64 py-0.5 pr-5">
                    <CellValue value={record.cells[name] ?? null} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="mt-1.5 text-ink-soft">{collisionRemedy(collision.reason)}</p>
    </li>
  );
}
