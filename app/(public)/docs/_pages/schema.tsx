import { Code, List, P, To } from "../_components/prose";
import type { DocPage } from "./doc-page";

export const schema: DocPage = {
  slug: "schema",
  group: "How it works",
  title: "Schema and rules",
  lead: "What a row must be before it is written anywhere.",
  sections: [
    {
      id: "document",
      title: "The document",
      body: (
        <P>
          A JSON Schema 2020-12 for each registry: types, required fields, ranges, patterns, options. It is a
          draft until you publish it; published versions are numbered by what changed (a stricter rule is a
          major version) and never change again. They are served at{" "}
          <Code>/schemas/&lt;registry&gt;/&lt;version&gt;.json</Code>.
        </P>
      ),
    },
    {
      id: "more",
      title: "Beyond JSON Schema",
      body: (
        <List
          items={[
            [
              "options",
              "Option sets: lists of options that several registries share, or that are read from a registry of yours, so that a Notion database can govern a dropdown.",
            ],
            [
              "lifecycle",
              "Lifecycles: which state may follow which, Draft to Final to Archived. A step that is not allowed is refused.",
            ],
            ["relations", "Relations to rows of another registry: no row points at nothing."],
            [
              "formulas",
              <>
                Formulas over the row, in the Common Expression Language:{" "}
                <Code>{"row.end >= row.start"}</Code>. They run in bounds of time and memory.
              </>,
            ],
            ["severity", "A severity: an error keeps the row back, a warning lets it through and says so."],
          ]}
        />
      ),
    },
    {
      id: "propose",
      title: "Rules proposed from your rows",
      body: (
        <P>
          The wizard and the Schema tab propose what your rows already keep to, each with the number of rows
          that break it now. Nothing is taken without a tick.
        </P>
      ),
    },
    {
      id: "invalid",
      title: "A row that breaks a rule",
      body: (
        <P>
          It is an issue: what, where, and how to mend it. It is never written over by us and never wins; the
          other rows go on. Issues of one cause are one line. Mend the cell where it stands, or in{" "}
          <To href="/docs/concepts#states">Needs attention</To>.
        </P>
      ),
    },
  ],
};
