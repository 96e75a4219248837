import { DEFAULT_LIMITS } from "@/lib/engine/brakes";
import { List, P, Table } from "../_components/prose";
import type { DocPage } from "./doc-page";

const percent = (fraction: number): string => `${Math.round(fraction * 100)} %`;
const { deletes, validationErrors, changedRows } = DEFAULT_LIMITS;

/** The thresholds are those of the engine, so that this page cannot say others. */
export const brakes: DocPage = {
  slug: "brakes",
  group: "How it works",
  title: "Deletes and brakes",
  lead: "What holds a run for a person, at which number, and what stops it altogether.",
  sections: [
    {
      id: "held",
      title: "What is held",
      body: (
        <>
          <P>
            A run that would do one of these waits. Nothing of it is written until somebody with the right
            approves this very plan.
          </P>
          <Table
            head={["Brake", "Held where", "May be changed"]}
            rows={[
              [
                "Deletes",
                `A side would lose more than ${percent(deletes.fraction)} of its rows, and more than ${deletes.floor}; counted over 24 hours too`,
                "Share and number",
              ],
              ["Emptied side", "A side that had rows has none", "No"],
              [
                "Most rows changed",
                `More than ${percent(changedRows.fraction)} of the rows would change, and more than ${changedRows.floor}`,
                "Share and number",
              ],
              [
                "Rules broken",
                `More than ${percent(validationErrors.fraction)} of the rows newly break a rule, and more than ${validationErrors.floor}`,
                "Share and number",
              ],
              ["Schema changed", "A column's type changed, or options are gone", "Hold or allow"],
              ["Broken relations", "Relations would point at no row", "Hold or allow"],
              ["Keys changed", "Keys seem to be changed where records have no ids", "Hold or allow"],
              [
                "Moved cells",
                "Cells went from row to row, as when some columns of a sheet are sorted",
                "Hold or allow",
              ],
              ["Settings changed", "Mapping, filter or mode changed since the last run", "No"],
              ["Fields that need an approval", "A field that you marked would change", "Per field"],
            ]}
          />
        </>
      ),
    },
    {
      id: "stopped",
      title: "What is stopped",
      body: (
        <P>
          A read that is not proven complete: nobody can approve it, because nobody knows what is missing. The
          registry says “Stopped for safety” and why; the next run reads again.
        </P>
      ),
    },
    {
      id: "decide",
      title: "What you can decide",
      body: (
        <List
          items={[
            ["approve", "Approve once. It counts for this plan alone; the next one is asked about again."],
            [
              "reject",
              "Reject. Nothing more is written; if you like, what was lost on the other side is put back, which is a plan of its own.",
            ],
            ["rule", "Change the rule: the number that held it."],
            [
              "nothing",
              "Nothing. It stays held, and ends by itself after some days. Nothing is lost by that.",
            ],
          ]}
        />
      ),
    },
    {
      id: "policies",
      title: "What a deletion does",
      body: (
        <Table
          head={["Policy", "A row deleted on one side"]}
          rows={[
            ["Hold", "goes everywhere; beyond the brake's number after an approval"],
            ["Propagate", "the same"],
            ["Never", "stays on the other sides; nothing is removed or brought back"],
          ]}
        />
      ),
    },
  ],
};
