import { P, Steps, To } from "../_components/prose";
import type { DocPage } from "./doc-page";

export const quickStart: DocPage = {
  slug: "",
  group: "Start",
  title: "Quick start",
  lead: "From nothing to rows that are equal in two systems or three, in about five minutes.",
  sections: [
    {
      id: "five-steps",
      title: "The five steps",
      body: (
        <>
          <Steps
            items={[
              [
                "connect",
                "Connect. Sign in with a link in your mail, press New registry, and connect the systems. Each one shows a check list: reachable, may read, may write, rows seen. A line that fails says what to do.",
              ],
              [
                "map",
                "Map. The tables that look alike are proposed, and their columns are paired by name, type and values. Change what is wrong; each field has an arrow that says which way its values go. Columns that a place lacks can be made there; in PostgreSQL by the owner of the table.",
              ],
              [
                "configure",
                "Configure. Choose the key that identifies a row; you see at once how many rows match, how many are only on one side, and which keys are not unique. The rest has a default that is safe.",
              ],
              [
                "dry-run",
                "Dry run. See for each system how many rows would be new, changed and removed, and open the numbers down to the cell. Nothing is written.",
              ],
              [
                "go-live",
                "Go live. Start, or start in shadow: then it runs for days, writes nothing, and tells what it would have written.",
              ],
            ]}
          />
          <P>
            The first sync deletes nothing. It ends with a sentence that is checked and not assumed: “1,204 of
            1,204 rows verified equal”.
          </P>
        </>
      ),
    },
    {
      id: "how-long",
      title: "How long the first sync takes",
      body: (
        <P>
          Notion lets a connection make so many calls a minute, and a new page is a call: at 180 a minute,
          1,000 new pages take 5.6 minutes and 10,000 take 56. PostgreSQL and Google Sheets take thousands of
          rows at once. The dry run shows the time for your tables before anything begins.
        </P>
      ),
    },
    {
      id: "next",
      title: "What to read next",
      body: (
        <P>
          The words are explained in <To href="/docs/concepts">Concepts</To>, the systems in{" "}
          <To href="/docs/notion">Notion</To>, <To href="/docs/postgresql">PostgreSQL</To> and{" "}
          <To href="/docs/google-sheets">Google Sheets</To>; what stops a run is in{" "}
          <To href="/docs/brakes">Deletes and brakes</To>.
        </P>
      ),
    },
  ],
};
