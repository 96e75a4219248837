"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import type { ConnectionView } from "@/lib/services/connections/connection-view";
import type { DraftSide } from "@/lib/services/drafts/draft-input";
import { useOwnPath } from "../../../../../connections/_components/use-own-path";
import { StepFoot } from "../../_components/step-foot";
import { useWizard } from "../../_components/wizard-context";
import { AddPlace } from "./add-place";
import { nextRef, samePlace } from "./draft-sides";
import type { Place } from "./place-picker";
import { ProposedPlaces } from "./proposed-places";
import { SideCard } from "./side-card";

interface Props {
  readonly connections: readonly ConnectionView[];
  readonly consentKinds: readonly string[];
  readonly mayConnect: boolean;
  /** The connection that one has just come back with. */
  readonly arrivedWith: string | null;
  /** The systems that were asked for, in their order. */
  readonly kinds: readonly ConnectionView["kind"][];
}

/** Two places or more, each looked at as soon as it is chosen. */
export function ConnectStep({ connections, consentKinds, mayConnect, arrivedWith, kinds }: Props) {
  const { parts, change } = useWizard();
  const ownPath = useOwnPath();
  const router = useRouter();
  const { sides } = parts;
  const titles = useRef(new Map<string, string>());
  const [isAdding, setAdding] = useState(false);
  const [used, setUsed] = useState<string | null>(null);
  const arrived = connections.find(({ id }) => id === arrivedWith && id !== used) ?? null;
  const add = (places: readonly NewSide[]) => {
    const added: DraftSide[] = [];
    for (const { title, connectionId, location, query = "" } of places) {
      const ref = nextRef(
        "s",
        [...sides, ...added].map((side) => side.ref),
      );
      titles.current.set(ref, title);
      const side = { ref, connectionId, location: { ...location }, mappings: [] };
      added.push(query === "" ? side : { ...side, query });
    }
    change({ sides: [...sides, ...added] });
    setAdding(false);
    // What one came back with is used.
    setUsed(arrivedWith);
    if (arrived) router.replace(ownPath, { scroll: false });
  };
  const isChoosing = isAdding || sides.length < 2 || arrived !== null;
  return (
    <>
      {sides.length > 0 && (
        <ol aria-label="Chosen places" className="mb-4 space-y-3">
          {sides.map((side) => (
            <SideCard
              key={side.ref}
              side={side}
              title={titles.current.get(side.ref) ?? "A place"}
              onRemove={() => change({ sides: sides.filter(({ ref }) => ref !== side.ref) })}
            />
          ))}
        </ol>
      )}
      {isChoosing ? (
        <>
          {!arrived && connections.length > 1 && <ProposedPlaces sides={sides} onTake={add} />}
          <p className="mb-2 text-ink-soft">{ASK[Math.min(sides.length, 2)]}</p>
          <AddPlace
            key={sides.length}
            connections={connections}
            consentKinds={consentKinds}
            mayConnect={mayConnect}
            arrived={arrived}
            kind={kinds[sides.length] ?? null}
            isTaken={(connectionId, place) =>
              sides.some((side) => samePlace(side, connectionId, place.location))
            }
            onPick={({ id }, place, query) => add([{ ...place, connectionId: id, query }])}
          />
        </>
      ) : (
        sides.length < 10 && (
          <button
            type="button"
            onClick={() => setAdding(true)}
            className="font-medium text-accent hover:underline"
          >
            Add another place
          </button>
        )
      )}
      <StepFoot step="connect">Places are read to propose the mapping. Nothing is written.</StepFoot>
    </>
  );
}

/** A place that was chosen, with what it was searched for where it is not listed without. */
interface NewSide {
  readonly title: string;
  readonly connectionId: string;
  readonly location: Place["location"];
  readonly query?: string;
}

const ASK = [
  "Choose the first place: a Notion data source, a table or a tab that holds these rows.",
  "Choose the second place. It may be empty: its rows are then made there.",
  "Choose another place.",
];
