"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useOrganization } from "@/components/live/organization";
import { ActionButton } from "@/components/ui/action-button";
import { inputClass } from "@/components/ui/input";
import { Labelled } from "@/components/ui/labelled";
import type { ConnectionView } from "@/lib/services/connections/connection-view";
import { disconnect, remove, rename } from "../actions";

interface Props {
  readonly connection: ConnectionView;
  readonly uses: readonly { readonly name: string }[];
  readonly onDone: () => void;
}

/** A connection's name, and its end. */
export function ConnectionChanges({ connection, uses, onDone }: Props) {
  const org = useOrganization();
  const router = useRouter();
  const [name, setName] = useState(connection.name);
  const done = () => {
    onDone();
    router.refresh();
  };
  return (
    <div className="grid max-w-2xl gap-4">
      <div className="flex flex-wrap items-end gap-2">
        <Labelled label="Name" className="min-w-48 flex-1">
          <input
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
            className={inputClass()}
          />
        </Labelled>
        <ActionButton
          label="Rename"
          isDisabled={name.trim() === "" || name === connection.name}
          action={() => rename(org, connection.id, name)}
          onDone={done}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-56 flex-1 text-ink-soft">
          {whatEnds(
            connection,
            uses.map((one) => one.name),
          )}
        </p>
        {connection.status !== "disconnected" && (
          <ActionButton
            look="danger"
            label="Disconnect"
            describedAs={`Disconnect ${connection.name}`}
            action={() => disconnect(org, connection.id)}
            onDone={done}
          />
        )}
        {uses.length === 0 && (
          <ActionButton
            look="danger"
            label="Remove"
            describedAs={`Remove ${connection.name}`}
            action={() => remove(org, connection.id)}
            onDone={done}
          />
        )}
      </div>
    </div>
  );
}

function whatEnds({ kind }: ConnectionView, names: readonly string[]): string {
  const credentials =
    kind === "postgres"
      ? "Its credentials are deleted here."
      : "Its credentials are deleted here; what was agreed to at the provider is taken back there.";
  if (names.length === 0) return credentials;
  const who = names.length === 1 ? `${names[0]} waits` : `${names.join(", ")} wait`;
  return `${credentials} ${who} until it is reconnected; nothing of their rows is lost.`;
}
