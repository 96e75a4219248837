"use client";

import { Check } from "lucide-react";
import { buttonClass } from "@/components/ui/button";
import { KindIcon } from "@/components/ui/kind-icon";
import type { DraftSide } from "@/lib/services/drafts/draft-input";
import type { PlaceProposals, PlaceView } from "@/lib/services/drafts/draft-view";
import { useDraftAnswer } from "../../_components/use-draft-answer";
import { samePlace } from "./draft-sides";

interface Props {
  readonly sides: readonly DraftSide[];
  readonly onTake: (places: readonly PlaceView[]) => void;
}

const MOST = 3;

/** Places of several connections that are probably the same table; with one chosen, those that go with it. */
export function ProposedPlaces({ sides, onTake }: Props) {
  const { answer } = useDraftAnswer<PlaceProposals>("places");
  const isIn = (place: PlaceView) =>
    sides.some((side) => samePlace(side, place.connectionId, place.location));
  const groups = (answer?.view?.groups ?? []).filter(
    ({ places }) => sides.length === 0 || (places.some(isIn) && !places.every(isIn)),
  );
  if (groups.length === 0) return null;
  return (
    <section aria-labelledby="alike" className="mb-4">
      <h2 id="alike" className="mb-2 text-ink-soft">
        {sides.length === 0 ? "These look like the same table:" : "This looks like the same table:"}
      </h2>
      <ul className="card divide-y divide-line">
        {groups.slice(0, MOST).map(({ places }) => (
          <li
            key={places.map(({ connectionId, locationId }) => `${connectionId} ${locationId}`).join()}
            className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5"
          >
            {places.map((place) => (
              <span
                key={`${place.connectionId} ${place.locationId}`}
                className="flex min-w-0 items-center gap-1.5"
              >
                <KindIcon kind={place.kind} size={16} />
                <span className="truncate">{place.title}</span>
              </span>
            ))}
            <button
              type="button"
              onClick={() => onTake(places.filter((place) => !isIn(place)))}
              className={buttonClass("plain", "ml-auto")}
            >
              <Check size={14} aria-hidden />
              Use {sides.length === 0 ? "these" : "it"}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
