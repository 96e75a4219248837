"use client";

import { ChevronRight, Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { buttonClass } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { connectionWord } from "@/lib/format/connection-word";
import type { ConnectionView } from "@/lib/services/connections/connection-view";
import { AccessFormOnNeed } from "../../../../../connections/_components/access-form-on-need";

interface Props {
  readonly kind: ConnectionView["kind"];
  /** Of this kind. */
  readonly connections: readonly ConnectionView[];
  readonly consentKinds: readonly string[];
  readonly mayConnect: boolean;
  readonly onChoose: (id: string) => void;
}

/** The connections that there are, or a new one, made here. */
export function ChooseConnection({ kind, connections, consentKinds, mayConnect, onChoose }: Props) {
  const [isNew, setNew] = useState(connections.length === 0);
  const known = useRef(new Set(connections.map(({ id }) => id)));
  // What was connected here meanwhile is what the place is looked for on.
  const made = connections.find(({ id }) => !known.current.has(id));
  useEffect(() => {
    if (made) onChoose(made.id);
  }, [made, onChoose]);
  if (isNew && !mayConnect)
    return (
      <p className="text-ink-soft">
        Nobody has connected it yet, and your role may not. Ask an owner or an admin of the organization.
      </p>
    );
  return (
    <>
      {connections.length > 0 && (
        <ul aria-label="Connections" className="mb-3 divide-y divide-line rounded-[8px] border">
          {connections.map((connection) => (
            <ConnectionChoice key={connection.id} connection={connection} onChoose={onChoose} />
          ))}
        </ul>
      )}
      {isNew ? (
        <AccessFormOnNeed
          kind={kind}
          hasConsent={consentKinds.includes(kind)}
          connection={null}
          onDone={() => setNew(connections.length === 0)}
        />
      ) : (
        mayConnect && (
          <button type="button" onClick={() => setNew(true)} className={buttonClass("plain")}>
            <Plus size={14} aria-hidden />
            Connect another
          </button>
        )
      )}
    </>
  );
}

interface ChoiceProps {
  readonly connection: ConnectionView;
  readonly onChoose: (id: string) => void;
}

function ConnectionChoice({ connection, onChoose }: ChoiceProps) {
  const { word, tone } = connectionWord(connection.status, connection.problem);
  return (
    <li>
      <button
        type="button"
        onClick={() => onChoose(connection.id)}
        className="flex w-full items-center gap-3 px-3 py-2.5 text-left hover:bg-sunken/60 focus-visible:-outline-offset-2"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{connection.name}</span>
          <span className="block truncate text-xs text-ink-soft">{connection.label}</span>
        </span>
        <Chip tone={tone} word={word} />
        <ChevronRight size={15} aria-hidden className="text-ink-faint" />
      </button>
    </li>
  );
}
