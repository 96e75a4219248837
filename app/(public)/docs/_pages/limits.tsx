import { List, P } from "../_components/prose";
import type { DocPage } from "./doc-page";

export const limits: DocPage = {
  slug: "limits",
  group: "How it works",
  title: "Honest limits",
  lead: "What cannot be promised, how large it is, and how you would find out.",
  sections: [
    {
      id: "window",
      title: "The moment of a write",
      body: (
        <>
          <P>
            PostgreSQL compares and writes in one statement. Notion and Google Sheets cannot: an edit of the
            very cell that falls between our look and their taking of the write is written over unseen. It is
            the time of one call, some 0.3 to 1 second.
          </P>
          <P>
            Other cells of the row that were edited in that moment are seen in the answer and taken up. The
            very cell's edit stands in Notion's page history or the sheet's versions; our entry says to the
            second when we wrote and what we expected there.
          </P>
        </>
      ),
    },
    {
      id: "times",
      title: "What a time can tell",
      body: (
        <List
          items={[
            [
              "record",
              "A side tells when a record changed, not which cell. Where several cells of it were edited since we last looked, each counts as late as the last of them.",
            ],
            [
              "minute",
              "Notion's times are to the minute. Within it the hash decides, and the loser is kept.",
            ],
          ]}
        />
      ),
    },
    {
      id: "sheets",
      title: "Sheets without ids",
      body: (
        <P>
          Where rows have no ids of ours, a changed key looks like a row that went and one that came. It is
          recognised where it can be, and asked about; with ids it cannot be mistaken.
        </P>
      ),
    },
    {
      id: "lost",
      title: "How we look for lost edits",
      body: (
        <P>
          A simulator draws lives of three unkind systems in which people edit without pause, answers get lost
          and machines die, and judges every write. The same steps run there as here. The specification lists
          each promise with the test that keeps it.
        </P>
      ),
    },
  ],
};
