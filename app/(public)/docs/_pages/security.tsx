import { List, P } from "../_components/prose";
import type { DocPage } from "./doc-page";

export const security: DocPage = {
  slug: "security",
  group: "How it works",
  title: "Security",
  lead: "What is stored, who can read it, and how to report a weakness.",
  sections: [
    {
      id: "stored",
      title: "What we store",
      body: (
        <P>
          Rows, their history and the log, because restore, conflicts and proof need them; your credentials,
          sealed. When an organization is deleted it stands still for 30 days; then every table is emptied and
          counted in a signed certificate.
        </P>
      ),
    },
    {
      id: "credentials",
      title: "Credentials",
      body: (
        <P>
          Each is sealed with AES-256-GCM under a key of its own, bound to its organization, connection and
          field; that key is wrapped by a key that can stay in AWS KMS or Google Cloud KMS. They are
          write-only: no screen and no call shows them again, and they are hidden in every log line and error.
        </P>
      ),
    },
    {
      id: "apart",
      title: "Apart from others",
      body: (
        <List
          items={[
            [
              "rls",
              "Row-level security, forced, on every table of an organization; the application's role cannot go around it.",
            ],
            ["ids", "Another organization's id and one that does not exist get the same answer."],
            [
              "out",
              "Calls leave through one guarded way: addresses are resolved, checked against private ranges and pinned.",
            ],
          ]}
        />
      ),
    },
    {
      id: "sign-in",
      title: "Sign-in",
      body: (
        <P>
          A link by mail, Google, or your own provider by OpenID Connect or SAML. A company can require its
          provider; a break-glass owner always gets in, and the log has it.
        </P>
      ),
    },
    {
      id: "report",
      title: "Report a weakness",
      body: (
        <P>
          The address is in /.well-known/security.txt. Please give us 90 days; nobody is pursued for looking
          in good faith at data of his own.
        </P>
      ),
    },
  ],
};
