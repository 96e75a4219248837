import { List, P, Table } from "../_components/prose";
import type { DocPage } from "./doc-page";

export const concepts: DocPage = {
  slug: "concepts",
  group: "Start",
  title: "Concepts",
  lead: "One word for each thing, the same on the screens, in the API and here.",
  sections: [
    {
      id: "words",
      title: "Words",
      body: (
        <Table
          head={["Word", "What it is"]}
          rows={[
            ["Registry", "The table that you treat as canonical: its name, key, fields and sides."],
            [
              "Side",
              "One place where the registry lives: a Notion data source, a PostgreSQL table or view, a tab of a Google sheet. A registry has two or more.",
            ],
            ["Connection", "Stored, encrypted access to one system."],
            [
              "Field, mapping",
              "A field of the registry, and its column on a side. Columns are followed by their stable id, so a rename breaks nothing.",
            ],
            ["Key", "The fields that identify a row."],
            ["Base", "The last value of a cell that all sides agreed on. What differs from it is an edit."],
            [
              "Run",
              "One execution of the sync, with an id of its own: asking again with the same id is the same run.",
            ],
            [
              "Plan",
              "What a run would write: changes, conflicts, issues. It has a hash, and an approval is for that hash alone.",
            ],
            [
              "Conflict",
              "The same cell was changed differently on two sides, or a row was deleted on one and changed on another.",
            ],
            ["Issue", "A row that cannot be accepted or written. The other rows go on."],
            ["Brake", "A rule that holds a run for a person, or stops it."],
            [
              "Drift check",
              "A full compare of all sides. Its result is a certificate: matched, different, missing, extra.",
            ],
            ["Entry, checkpoint", "One record of the log; a signed statement of the log's size and root."],
          ]}
        />
      ),
    },
    {
      id: "a-run",
      title: "What a run does",
      body: (
        <>
          <P>
            Each run goes through the same phases, and may be killed at any point of them without losing
            anything:
          </P>
          <List
            items={[
              [
                "read",
                "It reads what changed on each side, or everything, and proves that it has read it whole. An incomplete read never deletes anything.",
              ],
              [
                "plan",
                "It compares each cell with the base, merges, and holds the result against the schema.",
              ],
              ["brake", "It counts what it would do. Too much of it waits for a person."],
              [
                "write",
                "It writes side by side, and each write says what it expects to find. Where the side shows something else by then, the row is decided anew.",
              ],
              [
                "commit",
                "What was written, the new base and the entries of the log are kept in one transaction.",
              ],
              ["verify", "It counts the rows that every side acknowledged as they are."],
            ]}
          />
        </>
      ),
    },
    {
      id: "states",
      title: "States of a registry",
      body: (
        <Table
          head={["State", "What it means", "What happens next"]}
          rows={[
            ["Draft", "Nothing was synced yet.", "You start the first sync."],
            ["First sync", "The first sync is under way.", "It may be left; it goes on by itself."],
            ["Up to date", "Every side acknowledged every row.", "The next run comes by its schedule."],
            ["Syncing", "A run is under way.", "Nothing to do."],
            [
              "Up to date with issues",
              "Rows or conflicts wait; all others are equal.",
              "Look at Needs attention.",
            ],
            [
              "Held for approval",
              "A plan tripped a brake.",
              "A person approves or rejects it. Nothing is lost meanwhile.",
            ],
            ["Paused", "A person paused it.", "Changes made meanwhile are synced when it is resumed."],
            [
              "Stopped for safety",
              "Something cannot be told for certain: a read that is not complete, a column that is gone.",
              "Mend the cause; it says which.",
            ],
            [
              "Reconnect needed",
              "A system refuses the connection.",
              "Reconnect: it goes on where it was, with one press for all registries.",
            ],
            ["Over plan limit", "There are more rows than the plan holds.", "Make room or change the plan."],
          ]}
        />
      ),
    },
  ],
};
