"use client";

import { useQuery } from "@tanstack/react-query";
import { LoaderCircle, Plus } from "lucide-react";
import { type FormEvent, useState, useTransition } from "react";
import type { Refusal as RefusalView } from "@/components/action";
import { askView } from "@/components/live/ask-view";
import type { Page } from "@/components/live/fetch-view";
import { useOrganization } from "@/components/live/organization";
import { buttonClass } from "@/components/ui/button";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import { Refusal } from "@/components/ui/refusal";
import { counted } from "@/lib/format/count";
import type { ConnectionView } from "@/lib/services/connections/connection-view";
import { makePlace } from "../../../actions";
import { useWizard } from "../../_components/wizard-context";
import { newPlace } from "./new-place";
import type { Place } from "./place-picker";

interface Props {
  readonly connection: ConnectionView;
  readonly onMade: (place: Place) => void;
}

const IN: Record<ConnectionView["kind"], { readonly label: string; readonly none: string | null }> = {
  notion: { label: "In the page", none: null },
  postgres: { label: "In the schema", none: null },
  google: { label: "In the spreadsheet", none: "A new spreadsheet" },
};

const SYSTEM = { notion: "notion", postgres: "postgres", google: "google-sheets" } as const;

/** Makes a place that is not there yet, with the fields of the draft or the columns of the first place. */
export function CreatePlace({ connection, onMade }: Props) {
  const org = useOrganization();
  const { parts, draft, template } = useWizard();
  const place = newPlace(parts, draft.looks, { kind: SYSTEM[connection.kind], template });
  const { fields, key } = place;
  const [title, setTitle] = useState(place.title);
  const [parent, setParent] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<RefusalView | null>(null);
  const [isPending, start] = useTransition();
  const path = `/connections/${connection.id}/locations?kind=parent`;
  const { data } = useQuery({
    queryKey: [org, path],
    queryFn: ({ signal }) => askView<Page<Place>>(org, path, signal),
  });
  const parents = data?.view?.data ?? [];
  const { label, none } = IN[connection.kind];
  const chosen = parents.find(({ id }) => id === parent) ?? (none === null ? parents[0] : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start(async () => {
      const answered = await makePlace(org, connection.id, {
        ...{ title, fields, key },
        parent: { ...chosen?.location },
      });
      setRefusal(answered.refusal);
      if (answered.view) onMade(answered.view);
    });
  };
  if (fields.length === 0)
    return (
      <p className="text-ink-soft">
        Choose the place that has the columns first; the other one can then be made like it.
      </p>
    );
  return (
    <form onSubmit={submit} className="max-w-xl space-y-3">
      <Labelled label="Name">
        <input
          required
          maxLength={100}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
          className={inputClass()}
        />
      </Labelled>
      {data?.refusal && <Refusal refusal={data.refusal} />}
      {data?.view && (parents.length > 0 || none !== null) && (
        <Labelled label={label}>
          <select
            value={chosen?.id ?? ""}
            onChange={(event) => setParent(event.target.value)}
            className={inputClass()}
          >
            {none !== null && <option value="">{none}</option>}
            {parents.map((one) => (
              <option key={one.id} value={one.id}>
                {one.title}
              </option>
            ))}
          </select>
        </Labelled>
      )}
      <p className="text-small text-ink-soft">
        It is made with {counted(fields.length, "column")}: {fields.map(({ name }) => name).join(", ")}. It
        stays empty until you press Start.
      </p>
      {refusal && <Refusal refusal={refusal} />}
      <button type="submit" disabled={isPending || !data} className={buttonClass("primary")}>
        {isPending ? (
          <LoaderCircle size={14} aria-hidden className="animate-spin" />
        ) : (
          <Plus size={14} aria-hidden />
        )}
        Make it
      </button>
    </form>
  );
}
