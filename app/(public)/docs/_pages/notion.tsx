import { Code, List, P, Steps, Table } from "../_components/prose";
import type { DocPage } from "./doc-page";

export const notion: DocPage = {
  slug: "notion",
  group: "Systems",
  title: "Notion",
  lead: "Connect a workspace, share the databases, and what Notion itself limits.",
  sections: [
    {
      id: "connect",
      title: "Connect",
      body: (
        <>
          <P>Press Connect Notion and choose the pages to share. Or, with a token of your own:</P>
          <Steps
            items={[
              [
                "make",
                "In Notion open Settings, Connections, Develop or manage integrations, and make an internal integration.",
              ],
              [
                "rights",
                <>
                  Give it <em>Read content</em>, <em>Update content</em> and <em>Insert content</em>;{" "}
                  <em>Read user information including email addresses</em> if a person is to be known by
                  address.
                </>,
              ],
              [
                "share",
                "Open each database, its ••• menu, Connections, and add the integration. A database that is not shared does not exist for us: Notion answers as if it were not there.",
              ],
              [
                "paste",
                <>
                  Paste the token, which begins with <Code>ntn_</Code>. It is sealed at once and never shown
                  again.
                </>,
              ],
            ]}
          />
        </>
      ),
    },
    {
      id: "types",
      title: "Properties",
      body: (
        <>
          <P>
            Every type of property is read. Title, text, number, select, multi-select, status, date, checkbox,
            URL, e-mail, phone, people, files by link and relations are written. Formulas, rollups, unique
            ids, created and edited times and people are read only, and the mapping says so.
          </P>
          <P>
            Relations with more than 25 pages are read whole, page by page; Notion shows only the first 25 by
            itself.
          </P>
        </>
      ),
    },
    {
      id: "limits",
      title: "Limits, and what we do about them",
      body: (
        <Table
          head={["Notion", "What we do"]}
          rows={[
            [
              "A query ends at 10,000 rows without saying so",
              "Larger data sources are read in windows. A read that is not proven whole deletes nothing.",
            ],
            [
              "Times are to the minute",
              "Values are compared, never times alone; times decide a conflict only where they can.",
            ],
            [
              "A limit of calls a minute for each connection, and one for the workspace",
              "All registries of a connection share its budget; background work leaves room for what a person asks for. The connection's page shows how much is used.",
            ],
            [
              "A write that was refused may have been saved",
              "It is looked up before it is tried again, so nothing is made twice.",
            ],
            [
              "Text over 2,000 characters an element",
              "It is written in several elements and read back as one.",
            ],
          ]}
        />
      ),
    },
    {
      id: "mend",
      title: "If something fails",
      body: (
        <List
          items={[
            [
              "404",
              "“There is no such database, or it is not shared”: share it with the connection, see above.",
            ],
            [
              "401",
              "“Notion refuses the token”: make a new one and reconnect. All registries of the connection go on at once.",
            ],
            [
              "trash",
              "A page in the trash counts as deleted. A deletion of many pages is held for you first.",
            ],
          ]}
        />
      ),
    },
  ],
};
