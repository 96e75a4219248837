"use client";

import { useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Combobox } from "@/components/ui/combobox";
import { inputClass } from "@/components/ui/input";
import { KindIcon } from "@/components/ui/kind-icon";
import { Labelled } from "@/components/ui/labelled";
import { RadioCards } from "@/components/ui/radio-cards";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { Specimen, Specimens } from "./specimen";

const TABLES = Array.from({ length: 60 }, (_, nth) => ({
  value: `table-${nth}`,
  word: `vendors_${nth + 1}`,
  detail: "public, 12 columns",
  icon: <KindIcon kind="postgres" size={16} />,
  isDisabled: nth === 2,
}));

const STRATEGIES = [
  { value: "last-write-wins", title: "Last write wins", meaning: "The newest edit stands.", tag: "Default" },
  { value: "manual", title: "Ask a person", meaning: "Each conflict waits for somebody." },
  { value: "authority", title: "One side decides", meaning: "Its value stands.", isDisabled: true },
] as const;

const SPANS = [
  { value: "24h", word: "24 h" },
  { value: "7d", word: "7 d" },
  { value: "30d", word: "30 d" },
] as const;

export function FieldSection() {
  const [table, setTable] = useState<string | null>(null);
  const [strategy, setStrategy] = useState<(typeof STRATEGIES)[number]["value"]>("last-write-wins");
  const [span, setSpan] = useState<(typeof SPANS)[number]["value"]>("24h");
  return (
    <Specimens>
      <Specimen name="Text: empty, filled, refused, off">
        <div className="space-y-3">
          <Labelled label="Name" hint="Letters and digits.">
            <input className={inputClass()} placeholder="Vendors" />
          </Labelled>
          <Labelled label="Name">
            <input className={inputClass()} defaultValue="Vendors" />
          </Labelled>
          <Labelled label="Name" hint="There is one called so already.">
            <input className={inputClass()} defaultValue="Cities" aria-invalid />
          </Labelled>
          <Labelled label="Name">
            <input className={inputClass()} defaultValue="Vendors" disabled />
          </Labelled>
        </div>
      </Specimen>
      <Specimen name="One of some, one of many">
        <div className="space-y-3">
          <Labelled label="Schedule">
            <Select
              defaultValue="hourly"
              options={[
                { value: "hourly", word: "Every hour" },
                { value: "daily", word: "Every day" },
                { value: "realtime", word: "As changes come", isDisabled: true },
              ]}
            />
          </Labelled>
          <Labelled label="Side">
            <Select defaultValue="" placeholder="Choose a side" options={[{ value: "n", word: "Notion" }]} />
          </Labelled>
          <Combobox
            label="Table"
            value={table}
            choices={TABLES}
            choose={setTable}
            placeholder="Choose a table"
          />
          <Combobox label="Table" value={null} choices={[]} choose={setTable} isDisabled />
        </div>
      </Specimen>
      <Specimen name="Yes or no">
        <div className="space-y-2.5">
          <Checkbox label="Take this rule" hint="3 of 1,204 rows break it now." defaultChecked />
          <Checkbox label="Take this rule" />
          <Checkbox label="Take this rule" disabled defaultChecked />
          <Switch label="Pause" hint="Changes made meanwhile are synced on resuming." />
          <Switch label="Notify the team" defaultChecked />
          <Switch label="Notify the team" disabled defaultChecked />
        </div>
      </Specimen>
      <Specimen name="One of few">
        <div className="space-y-4">
          <Segmented legend="Span" name="span" value={span} segments={SPANS} choose={setSpan} />
          <RadioCards
            legend="When two sides change one cell"
            name="strategy"
            value={strategy}
            cards={STRATEGIES}
            choose={setStrategy}
          />
        </div>
      </Specimen>
    </Specimens>
  );
}
