"use client";

import { useRouter } from "next/navigation";
import type { Page } from "@/components/live/fetch-view";
import { useOrganization } from "@/components/live/organization";
import { useOlder } from "@/components/live/use-older";
import { ActionButton } from "@/components/ui/action-button";
import { KindIcon } from "@/components/ui/kind-icon";
import { LoadMore } from "@/components/ui/load-more";
import { keyText } from "@/lib/format/cell";
import { counted } from "@/lib/format/count";
import type { ExclusionView } from "@/lib/services/matching/exclusions";
import type { RegistryView } from "@/lib/services/registries/registry-view";
import { takeUp } from "../../../_first-sync/actions";

interface Props {
  readonly registry: RegistryView;
  readonly initial: Page<ExclusionView>;
}

/** Keys whose records a person keeps out of the registry, each to be taken up again. */
export function KeptOut({ registry, initial }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const more = useOlder<ExclusionView>(`/registries/${registry.id}/exclusions`, initial.nextCursor);
  const byKey = Map.groupBy([...initial.data, ...more.data], ({ key }) => JSON.stringify(key));
  return (
    <section aria-labelledby="kept-out" className="mt-7">
      <h2 id="kept-out" className="mb-1 text-[0.9375rem] font-semibold">
        Kept out{" "}
        <span className="font-normal text-ink-soft tabular-nums">
          {counted(byKey.size, "key")}
          {more.hasMore && " and more"}
        </span>
      </h2>
      <p className="mb-3 text-ink-soft">
        Their records are neither read into the registry nor written to. Taken up again, the next run looks at
        them like at any other.
      </p>
      <ul className="card divide-y divide-line">
        {[...byKey].map(([id, [first, ...others]]) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
            <span className="flex gap-1">
              {[first, ...others].map((one) => {
                const side = registry.sides.find((own) => own.id === one?.side);
                return side && <KindIcon key={`${one?.side} ${one?.locator}`} kind={side.kind} size={15} />;
              })}
            </span>
            <span className="font-mono text-xs font-medium">
              {first?.key ? keyText(first.key) : "No key"}
            </span>
            <span className="text-ink-soft">
              {first?.reason === "undone" ? "the run that took it up was undone" : "unticked by a person"}
            </span>
            {first?.key && (
              <span className="ml-auto">
                <ActionButton
                  look="quiet"
                  label="Take up again"
                  describedAs={`Take ${keyText(first.key)} up again`}
                  action={() => takeUp(org, registry.id, [...(first.key ?? [])])}
                  onDone={() => router.refresh()}
                />
              </span>
            )}
          </li>
        ))}
      </ul>
      <LoadMore list={more} />
    </section>
  );
}
