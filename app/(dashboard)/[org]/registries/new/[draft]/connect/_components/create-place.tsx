"use client";

import { LoaderCircle, Plus } from "lucide-react";
import { type FormEvent, useState, useTransition } from "react";
import type { Refusal as RefusalView } from "@/components/action";
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
import { ParentField, type ParentWords } from "./parent-field";
import type { Place } from "./place-picker";
import { useParents } from "./use-parents";

interface Props {
  readonly connection: ConnectionView;
  readonly onMade: (place: Place) => void;
}

const IN: Record<ConnectionView["kind"], ParentWords> = {
  notion: {
    label: "In the page",
    none: null,
    sought: "Find the page by its name or address",
    nothing:
      "No such page is open to this connection. Paste the page's address; or open the page in Notion, then ••• > Connections, and add it there.",
  },
  postgres: {
    label: "In the schema",
    none: null,
    sought: null,
    nothing: "The connection's role may make no table. Grant it create on a schema.",
  },
  google: { label: "In the spreadsheet", none: "A new spreadsheet", sought: null, nothing: "" },
};

const SYSTEM = { notion: "notion", postgres: "postgres", google: "google-sheets" } as const;

/** Makes a place that is not there yet, with the fields of the draft or the columns of the first place. */
export function CreatePlace({ connection, onMade }: Props) {
  const org = useOrganization();
  const { parts, draft, template } = useWizard();
  const place = newPlace(parts, draft.looks, { kind: SYSTEM[connection.kind], template });
  const { fields, key } = place;
  const [title, setTitle] = useState(place.title);
  const [refusal, setRefusal] = useState<RefusalView | null>(null);
  const [isPending, start] = useTransition();
  const words = IN[connection.kind];
  const parents = useParents(connection, words.none === null);
  const { found, chosen } = parents;
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
      <ParentField words={words} parents={parents} />
      <p className="text-small text-ink-soft">
        It is made with {counted(fields.length, "column")}: {fields.map(({ name }) => name).join(", ")}. It
        stays empty until you press Start.
      </p>
      {refusal && <Refusal refusal={refusal} />}
      <button
        type="submit"
        disabled={isPending || !found || (words.none === null && !chosen)}
        className={buttonClass("primary")}
      >
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
