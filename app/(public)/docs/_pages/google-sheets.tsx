import { Code, List, P, Steps, Table } from "../_components/prose";
import type { DocPage } from "./doc-page";

export const googleSheets: DocPage = {
  slug: "google-sheets",
  group: "Systems",
  title: "Google Sheets",
  lead: "A sheet has no ids and no locks. How rows are followed all the same.",
  sections: [
    {
      id: "connect",
      title: "Connect",
      body: (
        <Steps
          items={[
            [
              "account",
              "Press Connect Google and sign in with the account that may edit the spreadsheet. Or use a service account: paste its key and share the spreadsheet with its address.",
            ],
            [
              "choose",
              "Choose the spreadsheet and the tab. With the narrow permission only spreadsheets that you picked are visible to us.",
            ],
            [
              "header",
              "The first row holds the names of the columns. Each name once; a column without a name is left alone.",
            ],
          ]}
        />
      ),
    },
    {
      id: "identity",
      title: "How rows are followed",
      body: (
        <>
          <P>
            By their key; or, with your permission, by an id in a hidden column that we keep. With ids a row
            is the same row after its key was changed, after sorting, and after rows were inserted above it. A
            copied row, whose id stands twice, is told as an issue and never guessed.
          </P>
          <P>
            Sorting a range without some of its columns mixes rows up, and nothing in the sheet tells that
            from a thousand edits. Such a change is recognised and held for you: undo it in the sheet, and
            nothing is left of it.
          </P>
        </>
      ),
    },
    {
      id: "formulas",
      title: "Formulas, formats, regions",
      body: (
        <List
          items={[
            [
              "formula",
              "A cell with a formula is read and never written over; a column of formulas is read only.",
            ],
            [
              "format",
              "Dates and numbers are read by their values and the sheet's region, not by how they look; what cannot be read without doubt is unknown, never empty.",
            ],
            ["dropdown", "Dropdowns are kept, and their options are what the field may be."],
          ]}
        />
      ),
    },
    {
      id: "limits",
      title: "Limits, and what we do about them",
      body: (
        <Table
          head={["Google", "What we do"]}
          rows={[
            [
              "300 reads and 300 writes a minute for all customers together, 60 for one account",
              "A budget over all our servers, shared fairly; many cells go in one call.",
            ],
            [
              "No way to write only if nobody changed it",
              <>
                A write says where it expects what (<Code>key</Code> beside the cells), reads back, and puts
                back what it hit in another row's place.
              </>,
            ],
            [
              "10,000,000 cells in a spreadsheet",
              "A write that would go beyond is an issue, with the number.",
            ],
          ]}
        />
      ),
    },
  ],
};
