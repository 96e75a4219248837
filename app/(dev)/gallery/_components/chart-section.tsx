import { ChartBars } from "@/components/ui/chart-bars";
import { ChartLines } from "@/components/ui/chart-lines";
import { Specimen, Specimens } from "./specimen";

const HOUR_MS = 60 * 60 * 1000;
const FIRST = Date.parse("2026-11-28T00:00:00.000Z");

const PERCENTILES = [
  { key: "p50", word: "p50" },
  { key: "p95", word: "p95" },
  { key: "p99", word: "p99" },
];

const LATENCY = Array.from({ length: 24 }, (_, hour) => {
  const p50 = 900 + ((hour * 331) % 700);
  const isMeasured = hour < 9 || hour > 12;
  return {
    at: new Date(FIRST + hour * HOUR_MS).toISOString(),
    values: isMeasured ? { p50, p95: p50 * 2.4, p99: p50 * 3.9 } : { p50: null, p95: null, p99: null },
  };
});

const DIRECTIONS = [
  { key: "notion", word: "From Notion" },
  { key: "postgres", word: "From PostgreSQL" },
  { key: "sheets", word: "From Google Sheets" },
  { key: "failed", word: "Not accepted" },
];

const CHANGES = LATENCY.map(({ at }, hour) => ({
  at,
  values: {
    notion: (hour * 7) % 23,
    postgres: (hour * 5) % 17,
    sheets: (hour * 3) % 11,
    failed: hour % 6 === 0 ? 3 : 0,
  },
}));

const NONE = "No edit was measured in the last 24 h. The next one is drawn here.";

export function ChartSection() {
  return (
    <Specimens>
      <Specimen name="Lines with a gap and a goal">
        <ChartLines
          label="Change to written, last 24 h"
          series={PERCENTILES}
          points={LATENCY}
          unit="ms"
          goal={{ value: 5_000, word: "goal" }}
          empty={NONE}
        />
      </Specimen>
      <Specimen name="Bars by direction">
        <ChartBars label="Changes an hour, last 24 h" series={DIRECTIONS} points={CHANGES} empty={NONE} />
      </Specimen>
      <Specimen name="One value">
        <ChartLines
          label="Change to written, last 24 h"
          series={PERCENTILES}
          points={LATENCY.slice(0, 1)}
          unit="ms"
          empty={NONE}
        />
      </Specimen>
      <Specimen name="Nothing measured">
        <ChartBars label="Changes an hour, last 24 h" series={DIRECTIONS} points={[]} empty={NONE} />
      </Specimen>
    </Specimens>
  );
}
