"use client";

import { ListChecks } from "lucide-react";
import { useState } from "react";
import { buttonClass } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { DataTable } from "@/components/ui/data-table";
import type { DataColumn } from "@/components/ui/data-table-column";
import { Empty } from "@/components/ui/empty";
import { formatCount } from "@/lib/format/count";
import { Specimen } from "./specimen";

interface Line {
  readonly id: string;
  readonly name: string;
  readonly rows: number | null;
  readonly isHeld: boolean;
}

const LINES: readonly Line[] = Array.from({ length: 5_000 }, (_, nth) => ({
  id: `run-${nth}`,
  name: `Run ${nth + 1}`,
  rows: nth % 7 === 0 ? null : (nth * 7_919) % 100_003,
  isHeld: nth % 11 === 0,
}));

const COLUMNS: readonly DataColumn<Line>[] = [
  { id: "name", head: "Run", cell: ({ name }) => name, sortBy: ({ name }) => name },
  {
    id: "state",
    head: "State",
    width: 200,
    cell: ({ isHeld }) =>
      isHeld ? <Chip tone="warn" word="Held for approval" /> : <Chip tone="good" word="Done" />,
  },
  {
    id: "rows",
    head: "Rows read",
    width: 140,
    align: "right",
    cell: ({ rows }) =>
      rows === null ? <span className="text-ink-faint">not read</span> : formatCount(rows),
    sortBy: ({ rows }) => rows,
  },
  {
    id: "open",
    head: "Actions",
    isHeadHidden: true,
    width: 110,
    align: "right",
    cell: () => (
      <button type="button" className={buttonClass("quiet")}>
        Undo
      </button>
    ),
  },
];

const NONE = (
  <Empty icon={ListChecks} title="No runs yet">
    The first one reads every side and writes nothing.
  </Empty>
);

export function TableSection() {
  const [opened, setOpened] = useState<string | null>(null);
  const shared = { columns: COLUMNS, rowId: ({ id }: Line) => id, empty: NONE };
  return (
    <div className="space-y-6">
      <Specimen name="5,000 rows; a press or Enter opens one">
        <DataTable
          {...shared}
          label="Runs"
          rows={LINES}
          heightClass="max-h-96"
          open={({ name }) => setOpened(name)}
          foot={<p className="text-small text-ink-soft">{opened ? `Opened ${opened}` : "None opened"}</p>}
        />
      </Specimen>
      <Specimen name="Scrolls within itself on a phone">
        <DataTable {...shared} label="Few runs" rows={LINES.slice(0, 4)} phone="scroll" />
      </Specimen>
      <Specimen name="Empty">
        <DataTable {...shared} label="No runs" rows={[]} />
      </Specimen>
      <Specimen name="Loading">
        <DataTable {...shared} label="Runs that come" rows={[]} isLoading />
      </Specimen>
    </div>
  );
}
