"use client";

import { useQuery } from "@tanstack/react-query";
import { LoaderCircle, Search } from "lucide-react";
import { useState } from "react";
import { askView } from "@/components/live/ask-view";
import type { Page } from "@/components/live/fetch-view";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { Refusal } from "@/components/ui/refusal";
import { counted } from "@/lib/format/count";
import type { ConnectionView } from "@/lib/services/connections/connection-view";
import { useOwnPath } from "../../../../../connections/_components/use-own-path";
import { useSettled } from "./use-settled";

/** A place as the API lists it. */
export interface Place {
  readonly id: string;
  readonly title: string;
  readonly location: Readonly<Record<string, string | number>>;
}

interface Props {
  readonly connection: ConnectionView;
  readonly isTaken: (place: Place) => boolean;
  /** With what it was searched for: some places are not listed without. */
  readonly onPick: (place: Place, query: string) => void;
}

const MOST_SHOWN = 40;

const SOUGHT: Record<ConnectionView["kind"], { label: string; hint: string }> = {
  notion: { label: "Search data sources", hint: "Part of the name" },
  postgres: { label: "Search tables and views", hint: "Part of the name" },
  google: { label: "Search spreadsheets and tabs", hint: "Part of the name, or the spreadsheet's URL" },
};

const NONE: Record<ConnectionView["kind"], string> = {
  notion:
    "Nothing is shared with this connection under that name. In Notion open the database, then ••• > Connections, and add it there.",
  postgres:
    "No table or view of that name is visible to the connection's role. Grant it usage of the schema and select on the table.",
  google:
    "No spreadsheet of that name is open to this connection. Paste its URL, or choose it in Google's dialog.",
};

/** The places of a connection, found as one types; one is chosen. */
export function PlacePicker({ connection, isTaken, onPick }: Props) {
  const org = useOrganization();
  const [sought, setSought] = useState("");
  const query = useSettled(sought.trim());
  const path = `/connections/${connection.id}/locations?query=${encodeURIComponent(query)}`;
  const { data, isFetching } = useQuery({
    queryKey: [org, path],
    queryFn: ({ signal }) => askView<Page<Place>>(org, path, signal),
    placeholderData: (before) => before,
  });
  const { label, hint } = SOUGHT[connection.kind];
  const places = data?.view?.data ?? [];
  return (
    <div>
      <label className="flex h-9 max-w-md items-center gap-2 rounded-[8px] border border-line-strong bg-surface px-2.5 text-ink-faint focus-within:outline-2 focus-within:outline-accent">
        {isFetching ? (
          <LoaderCircle size={15} aria-hidden className="animate-spin" />
        ) : (
          <Search size={15} aria-hidden />
        )}
        <span className="sr-only">{label}</span>
        <input
          type="search"
          value={sought}
          maxLength={500}
          onChange={(event) => setSought(event.target.value)}
          placeholder={hint}
          className="h-full min-w-0 flex-1 bg-transparent text-ink outline-none placeholder:text-ink-faint"
        />
      </label>
      <div aria-live="polite" className="mt-2">
        {data?.refusal && <Refusal refusal={data.refusal} />}
        {data?.view && places.length === 0 && (
          <p className="max-w-xl text-ink-soft">{NONE[connection.kind]}</p>
        )}
        {!data && <p className="text-ink-soft">Asking {connection.name} what it may see…</p>}
        {places.length > 0 && (
          <PlaceList places={places} isTaken={isTaken} onPick={(place) => onPick(place, query)} />
        )}
      </div>
      {connection.files === "picked" && <ChooseAtGoogle connectionId={connection.id} />}
    </div>
  );
}

interface ListProps {
  readonly places: readonly Place[];
  readonly isTaken: (place: Place) => boolean;
  readonly onPick: (place: Place) => void;
}

function PlaceList({ places, isTaken, onPick }: ListProps) {
  return (
    <>
      <ul
        aria-label="Places"
        className="max-h-72 divide-y divide-line overflow-y-auto rounded-[8px] border bg-surface"
      >
        {places.slice(0, MOST_SHOWN).map((place) => {
          const isIn = isTaken(place);
          return (
            <li key={place.id}>
              <button
                type="button"
                disabled={isIn}
                onClick={() => onPick(place)}
                className="flex w-full items-center gap-3 px-3 py-2 text-left hover:bg-sunken/60 focus-visible:-outline-offset-2 disabled:cursor-not-allowed disabled:text-ink-faint"
              >
                <span className="min-w-0 flex-1 truncate">{place.title}</span>
                {isIn && <span className="text-xs">chosen already</span>}
              </button>
            </li>
          );
        })}
      </ul>
      {places.length > MOST_SHOWN && (
        <p className="mt-1 text-xs text-ink-soft">
          {MOST_SHOWN} of {counted(places.length, "place")} are shown: type more of the name.
        </p>
      )}
    </>
  );
}

/** Google's own dialog stands on a page of its own, which alone may show it; it leads back here. */
function ChooseAtGoogle({ connectionId }: { readonly connectionId: string }) {
  const org = useOrganization();
  const query = new URLSearchParams({ returnTo: useOwnPath() });
  return (
    <p className="mt-2 text-ink-soft">
      Only spreadsheets that were chosen in Google's own dialog are listed.{" "}
      <a
        href={`/${org}/connections/${connectionId}/spreadsheets?${query}`}
        className={buttonClass("plain", "ml-1")}
      >
        Choose more
      </a>
    </p>
  );
}
