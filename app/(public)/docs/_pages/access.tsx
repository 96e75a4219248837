import { List, P, Table } from "../_components/prose";
import type { DocPage } from "./doc-page";

export const access: DocPage = {
  slug: "access",
  group: "How it works",
  title: "Access",
  lead: "Which side, and which person, may cause a write to a field.",
  sections: [
    {
      id: "sides",
      title: "By side",
      body: (
        <>
          <P>Each field has a direction on each side:</P>
          <Table
            head={["Direction", "Edits there", "Is it written"]}
            rows={[
              ["Both ways", "count", "yes"],
              ["In", "count", "never"],
              ["Out", "are put back", "yes"],
              ["Off", "are not looked at", "never"],
            ]}
          />
        </>
      ),
    },
    {
      id: "presets",
      title: "Presets",
      body: (
        <List
          items={[
            ["foundation", "Foundation: read only from everywhere but one authority."],
            ["governed", "Governed in Notion: some fields are edited there alone."],
            ["sheets", "A side may not edit a field: its edits are put back, and the run says why."],
          ]}
        />
      ),
    },
    {
      id: "roles",
      title: "By role",
      body: (
        <Table
          head={["Role", "May"]}
          rows={[
            ["Owner", "everything, and closes the organization"],
            ["Admin", "everything but what says who an owner is"],
            ["Editor", "set up and run registries, decide conflicts"],
            ["Approver", "approve and reject held plans"],
            ["Viewer", "look"],
            ["Billing", "see the plan"],
          ]}
        />
      ),
    },
    {
      id: "fields",
      title: "By field",
      body: (
        <P>
          A field may name the roles whose decisions write it, and may ask for an approval of every change. An
          approval counts only while its person may give it: who loses the role approves nothing any more, in
          the middle of a run too.
        </P>
      ),
    },
  ],
};
