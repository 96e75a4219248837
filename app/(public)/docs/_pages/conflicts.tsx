import { List, P, Table } from "../_components/prose";
import type { DocPage } from "./doc-page";

export const conflicts: DocPage = {
  slug: "conflicts",
  group: "How it works",
  title: "Conflicts and strategies",
  lead: "Two people change the same cell. Who wins, and where the other value is.",
  sections: [
    {
      id: "what",
      title: "What a conflict is",
      body: (
        <>
          <P>
            Every cell has a base: the value that all sides last agreed on. A side that shows something else
            has edited it. If one side edited, its value goes to the others. If two did, differently, it is a
            conflict of that cell; the row's other cells go on.
          </P>
          <Table
            head={["Base", "Notion", "PostgreSQL", "Outcome"]}
            rows={[
              ["Draft", "Final", "Draft", "Final everywhere"],
              ["Draft", "Final", "Final", "Final; no conflict"],
              ["Draft", "Final", "Archived", "A conflict, by the strategy"],
              ["a, b", "a, b, c", "b", "Lists merge by what was added and removed: b, c"],
            ]}
          />
        </>
      ),
    },
    {
      id: "strategies",
      title: "Strategies",
      body: (
        <Table
          head={["Strategy", "Who wins", "Good for"]}
          rows={[
            [
              "Last write wins",
              "The later edit, by when it was made; never by when we wrote. Where times overlap or are not known, the hash.",
              "Most tables",
            ],
            [
              "Hash",
              "The value whose hash is greatest: the same on every machine, without any clock.",
              "Where clocks are not trusted",
            ],
            ["Authority", "One side, for the registry or for a field.", "“Finance owns the price”"],
            [
              "A person decides",
              "Nobody, until you choose. The cell stays as it is everywhere.",
              "Few, weighty fields",
            ],
          ]}
        />
      ),
    },
    {
      id: "loser",
      title: "The value that lost",
      body: (
        <P>
          It is kept with who and when, and may be chosen later: open the conflict and press its number. The
          choice is written to every side, and it is an entry of the log.
        </P>
      ),
    },
    {
      id: "deletes",
      title: "Deleted here, changed there",
      body: (
        <List
          items={[
            [
              "unchanged",
              "A row that was deleted on one side and is unchanged elsewhere goes everywhere, if the policy says so.",
            ],
            [
              "changed",
              "A row that was deleted on one side and changed on another stays: the edit wins, and it is made again where it was deleted. You are told.",
            ],
          ]}
        />
      ),
    },
    {
      id: "new-columns",
      title: "A column that is mapped later",
      body: (
        <P>
          Nothing was ever agreed on there, so you are asked which side fills it. An empty cell never wins
          over a value, whichever you choose. The effect is shown to the cell before you save.
        </P>
      ),
    },
  ],
};
