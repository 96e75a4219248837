import type { RegistryDefinition } from "@/lib/db/registries";
import type { LifeLine, LifeWrite } from "@/lib/db/rows/life-line";
import { unreachable } from "@/lib/engine/unreachable";
import { type Cells, type Value, valuesEqual } from "@/lib/engine/value";
import { publicId } from "@/lib/ids";
import type { CellAt, ReadableValue } from "./relation-keys";

export interface CellChangeView {
  readonly field: string;
  readonly before: Value;
  readonly after: Value;
}

export interface LifeWriteView {
  readonly side: string;
  readonly op: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly cells: readonly CellChangeView[];
}

/** One thing that happened to a row. */
export type LifeEventView = { readonly id: string; readonly at: string } & (
  | {
      readonly kind: "run";
      readonly runId: string;
      readonly runKind: string;
      readonly trigger: { readonly type: string; readonly ref: string };
      readonly decidedBy: { readonly decision: string; readonly ref: string; readonly at: string } | null;
      /** What became of the row; unchanged = only sides were written to. */
      readonly change: "created" | "changed" | "deleted" | "unchanged";
      /** The version that it became, for a restore; null where it stayed. */
      readonly version: number | null;
      readonly cells: readonly CellChangeView[];
      readonly writes: readonly LifeWriteView[];
    }
  | {
      readonly kind: "conflict";
      readonly runId: string;
      /** Null = it was deleted on one side and edited on another. */
      readonly field: string | null;
      readonly base: Value;
      readonly candidates: readonly { readonly side: string; readonly value: Value }[];
      readonly winner: Value;
      readonly resolved: boolean;
      readonly decidedBy: string;
    }
  | {
      readonly kind: "issue";
      readonly side: string;
      readonly field: string | null;
      readonly reason: string;
      readonly message: string;
      readonly severity: string;
      readonly open: boolean;
      readonly times: number;
      readonly lastSeen: string;
    }
  | {
      readonly kind: "order";
      readonly by: { readonly type: string; readonly ref: string };
      readonly cells: readonly { readonly field: string; readonly value: Value }[];
    }
);

type Registry = Pick<RegistryDefinition, "fields">;

export function lifeEventView(line: LifeLine, registry: Registry, readable: ReadableValue): LifeEventView {
  const at = line.at.toISOString();
  const changes = (before: Cells | null, after: Cells | null) =>
    changesOf(before, after, { registry, readable });
  switch (line.kind) {
    case "run": {
      const { runKind, trigger, decidedBy, version, before, after, writes } = line.detail;
      const runId = publicId("run", line.id);
      const change = changeOf(line.detail);
      const cells = version === null ? [] : changes(before, after);
      const written = writes.map((write) => writeView(write, changes));
      return {
        ...{ kind: line.kind, id: runId, at, runId, runKind, trigger, decidedBy, change, version, cells },
        writes: written,
      };
    }
    case "conflict":
      return { ...conflictView(line, registry, readable), id: publicId("cnf", line.id), at };
    case "issue": {
      const { sideId, field, ...rest } = line.detail;
      const lastSeen = new Date(rest.lastSeen).toISOString();
      const place = { side: publicId("sid", sideId), field: field === "" ? null : nameOf(field, registry) };
      return { ...rest, ...place, lastSeen, kind: line.kind, id: publicId("iss", line.id), at };
    }
    case "order": {
      const cells = Object.entries(line.detail.cells).map(([field, { value }]) => ({
        field: nameOf(field, registry),
        value: readable(field, value),
      }));
      return { kind: line.kind, id: publicId("row", line.id), at, by: line.detail.actor, cells };
    }
    default:
      return unreachable(line);
  }
}

/** Every cell that a line shows, for the relations among them to be looked up at once. */
export function cellsOfLife(line: LifeLine): CellAt[] {
  switch (line.kind) {
    case "run": {
      const { before, after, writes } = line.detail;
      const all = [before, after, ...writes.flatMap((write) => [write.before, write.cells])];
      return all.flatMap((cells) => Object.entries(cells ?? {}));
    }
    case "conflict": {
      const { field, detail } = line.detail;
      const values = [detail.base, detail.winner, ...(detail.candidates ?? []).map(({ value }) => value)];
      return values.map((value) => [field ?? "", value ?? null]);
    }
    case "issue":
      return [];
    case "order":
      return Object.entries(line.detail.cells).map(([field, { value }]) => [field, value]);
    default:
      return unreachable(line);
  }
}

const nameOf = (id: string, { fields }: Registry): string =>
  fields.find((field) => field.id === id)?.name ?? id;

function changeOf({ version, before, after }: Extract<LifeLine, { kind: "run" }>["detail"]) {
  if (version === null) return "unchanged";
  if (after === null) return "deleted";
  return before === null ? "created" : "changed";
}

type Changes = (before: Cells | null, after: Cells | null) => readonly CellChangeView[];

function changesOf(
  before: Cells | null,
  after: Cells | null,
  { registry, readable }: { readonly registry: Registry; readonly readable: ReadableValue },
): CellChangeView[] {
  return registry.fields.flatMap(({ id, name }) => {
    const [old, made] = [before?.[id] ?? null, after?.[id] ?? null];
    return valuesEqual(old, made)
      ? []
      : [{ field: name, before: readable(id, old), after: readable(id, made) }];
  });
}

const writeView = ({ sideId, op, status, before, cells, reason }: LifeWrite, changes: Changes) => ({
  ...{ side: publicId("sid", sideId), op, outcome: status, reason },
  cells: changes(before, cells),
});

function conflictView(
  line: Extract<LifeLine, { kind: "conflict" }>,
  registry: Registry,
  readable: ReadableValue,
) {
  const { field, detail, resolved, decidedBy, runId } = line.detail;
  const shown = (value: Value | undefined) => readable(field ?? "", value ?? null);
  return {
    kind: line.kind,
    runId: publicId("run", runId),
    field: field === null ? null : nameOf(field, registry),
    base: shown(detail.base),
    candidates: (detail.candidates ?? []).map(({ sideId, value }) => ({
      side: publicId("sid", sideId),
      value: shown(value),
    })),
    winner: shown(detail.winner),
    ...{ resolved, decidedBy },
  };
}
