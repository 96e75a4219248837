import { CircleCheck } from "lucide-react";
import { Chip } from "@/components/ui/chip";
import { Empty } from "@/components/ui/empty";
import { Moment } from "@/components/ui/moment";
import { ProgressBar } from "@/components/ui/progress-bar";
import { Skeleton } from "@/components/ui/skeleton";
import { Sparkline } from "@/components/ui/sparkline";
import { Stat } from "@/components/ui/stat";
import { STATE_NAMES, stateWord } from "@/lib/format/registry-state";
import { Specimen, Specimens } from "./specimen";

export function StateSection() {
  return (
    <Specimens>
      <Specimen name="State of a registry">
        <div className="flex flex-wrap gap-2">
          {STATE_NAMES.map((name) => {
            const { word, tone, meaning } = stateWord(name);
            return <Chip key={name} word={word} tone={tone} title={meaning} />;
          })}
        </div>
      </Specimen>
      <Specimen name="Empty, with proof">
        <div className="card">
          <Empty icon={CircleCheck} title="No conflicts">
            1,204 of 1,204 rows are equal on all sides, checked 2 min ago.
          </Empty>
        </div>
      </Specimen>
      <Specimen name="Numbers">
        <div className="grid grid-cols-2 gap-5">
          <Stat word="Rows under sync" value="1,204" note="3 registries" />
          <Stat
            word="Compliance"
            value="98.2 %"
            trend={{ way: "up", says: "0.4", isGood: true }}
            formula={<p>Rows valid × 40 % + relations whole × 20 % + drift checked in time × 40 %.</p>}
          />
          <Stat
            word="p95"
            value="4.2 s"
            trend={{ way: "up", says: "1.1 s", isGood: false }}
            note="last 24 h"
          />
          <Stat word="p99" value={null} note="No edit was measured in the last 24 h." />
        </div>
      </Specimen>
      <Specimen name="Sparklines: moving, with a gap, one value, none">
        <div className="flex flex-wrap items-center gap-6">
          <Sparkline label="Changes a day" values={[2, 4, 3, 9, 6, 12, 7, 14, 3, 5]} />
          <Sparkline label="Changes a day" values={[2, 4, null, null, 6, 12, 7]} />
          <Sparkline label="Changes a day" values={[null, 3, null]} />
          <Sparkline label="Changes a day" values={[null, null]} />
        </div>
      </Specimen>
      <Specimen name="Progress: known, unknown, done">
        <div className="space-y-3">
          <ProgressBar label="Rows read" part={420} whole={1204} />
          <ProgressBar label="Rows read" part={420} whole={null} />
          <ProgressBar label="Rows read" part={1204} whole={1204} />
        </div>
      </Specimen>
      <Specimen name="Loading">
        <Skeleton lines={3} />
      </Specimen>
      <Specimen name="Moments: past, never, due">
        <p className="flex gap-4">
          <Moment at="2026-01-02T03:04:05.000Z" /> <Moment at={null} />
          <Moment at="2026-01-02T03:04:05.000Z" isDue />
        </p>
      </Specimen>
    </Specimens>
  );
}
