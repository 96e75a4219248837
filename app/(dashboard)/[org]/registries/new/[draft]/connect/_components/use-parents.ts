"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Refusal } from "@/components/action";
import { askView } from "@/components/live/ask-view";
import type { Page } from "@/components/live/fetch-view";
import { useOrganization } from "@/components/live/organization";
import type { ConnectionView } from "@/lib/services/connections/connection-view";
import type { Place } from "./place-picker";
import { useSettled } from "./use-settled";

/** What a new place of a connection can be made in, and which of it is chosen. */
export interface Parents {
  readonly sought: string;
  readonly seek: (text: string) => void;
  /** Null = nobody has looked yet. */
  readonly found: readonly Place[] | null;
  readonly refusal: Refusal | null;
  readonly chosen: Place | undefined;
  readonly choose: (id: string) => void;
}

/** `isNeeded`: a place of this system is always in something, so the first is chosen until another is. */
export function useParents(connection: ConnectionView, isNeeded: boolean): Parents {
  const org = useOrganization();
  const [sought, seek] = useState("");
  const [picked, choose] = useState("");
  const query = useSettled(sought.trim());
  const path = `/connections/${connection.id}/locations?kind=parent&query=${encodeURIComponent(query)}`;
  const { data } = useQuery({
    queryKey: [org, path],
    queryFn: ({ signal }) => askView<Page<Place>>(org, path, signal),
    placeholderData: (before) => before,
  });
  const found = data?.view?.data ?? null;
  const chosen = found?.find(({ id }) => id === picked) ?? (isNeeded ? found?.[0] : undefined);
  return { sought, seek, found, refusal: data?.refusal ?? null, chosen, choose };
}
