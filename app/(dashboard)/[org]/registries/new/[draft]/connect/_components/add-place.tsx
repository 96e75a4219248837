"use client";

import { ArrowLeft } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { buttonClass } from "@/components/ui/button";
import { KindIcon } from "@/components/ui/kind-icon";
import { kindWord } from "@/lib/format/setting";
import type { ConnectionView } from "@/lib/services/connections/connection-view";
import { ChooseConnection } from "./choose-connection";
import type { Place } from "./place-picker";

// Fetched when a connection is chosen. Not drawn before: what is typed into a box that does not listen yet is lost.
const ChosenConnection = dynamic(
  () => import("./chosen-connection").then((module) => module.ChosenConnection),
  { ssr: false, loading: () => <p role="status">Loading…</p> },
);

type Kind = ConnectionView["kind"];

interface Props {
  readonly connections: readonly ConnectionView[];
  readonly consentKinds: readonly string[];
  readonly mayConnect: boolean;
  /** What one has just come back from a provider with. */
  readonly arrived: ConnectionView | null;
  /** The system to begin with; null = a person chooses. */
  readonly kind: Kind | null;
  readonly isTaken: (connectionId: string, place: Place) => boolean;
  readonly onPick: (connection: ConnectionView, place: Place, query: string) => void;
}

const SYSTEMS: readonly { readonly kind: Kind; readonly what: string }[] = [
  { kind: "notion", what: "Databases and their data sources" },
  { kind: "postgres", what: "Tables and views: Neon, RDS, your own" },
  { kind: "google", what: "Tabs of spreadsheets" },
];

const WORDS: Record<Kind, string> = { notion: "Notion", postgres: "PostgreSQL", google: "Google Sheets" };

/** Adds a side: its system, the connection, the place. */
export function AddPlace(props: Props) {
  const { connections, arrived } = props;
  const [kind, setKind] = useState<Kind | null>(arrived?.kind ?? props.kind);
  const [chosen, setChosen] = useState<string | null>(arrived?.id ?? null);
  const connection = connections.find(({ id }) => id === chosen) ?? null;
  if (kind === null)
    return (
      <ul aria-label="Systems" className="grid gap-3 sm:grid-cols-3">
        {SYSTEMS.map((system) => (
          <SystemCard
            key={system.kind}
            {...system}
            connected={
              connections.filter((one) => one.kind === system.kind && one.status === "working").length
            }
            onOpen={() => setKind(system.kind)}
          />
        ))}
      </ul>
    );
  return (
    <Panel kind={kind} onBack={() => (connection ? setChosen(null) : setKind(null))}>
      {connection ? (
        <ChosenConnection
          connection={connection}
          consentKinds={props.consentKinds}
          mayConnect={props.mayConnect}
          isTaken={(place) => props.isTaken(connection.id, place)}
          onPick={(place, query) => {
            props.onPick(connection, place, query);
            setKind(null);
            setChosen(null);
          }}
        />
      ) : (
        <ChooseConnection
          kind={kind}
          connections={connections.filter((one) => one.kind === kind)}
          consentKinds={props.consentKinds}
          mayConnect={props.mayConnect}
          onChoose={setChosen}
        />
      )}
    </Panel>
  );
}

interface SystemProps {
  readonly kind: Kind;
  readonly what: string;
  readonly connected: number;
  readonly onOpen: () => void;
}

function SystemCard({ kind, what, connected, onOpen }: SystemProps) {
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="card flex h-full w-full items-start gap-3 px-4 py-3.5 text-left transition-colors hover:border-line-strong hover:bg-sunken/50"
      >
        <KindIcon kind={kind} size={24} isNamed />
        <span>
          <span className="block font-medium">{WORDS[kind]}</span>
          <span className="block text-xs text-ink-soft">{what}</span>
          <span className="mt-1 block text-xs text-ink-faint">
            {connected === 0
              ? "Not connected yet"
              : connected === 1
                ? "Connected"
                : `${connected} connections`}
          </span>
        </span>
      </button>
    </li>
  );
}

interface PanelProps {
  readonly kind: Kind;
  readonly onBack: () => void;
  readonly children: ReactNode;
}

function Panel({ kind, onBack, children }: PanelProps) {
  return (
    <section aria-label={`A place in ${kindWord(kind)}`} className="card p-4">
      <div className="mb-3 flex items-center gap-2">
        <button type="button" onClick={onBack} aria-label="Back" className={buttonClass("quiet", "-ml-1.5")}>
          <ArrowLeft size={14} aria-hidden />
        </button>
        <KindIcon kind={kind} size={18} isNamed />
        <h2 className="font-medium">{WORDS[kind]}</h2>
      </div>
      {children}
    </section>
  );
}
