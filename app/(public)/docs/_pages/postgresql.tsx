import { Command } from "../_components/command";
import { Code, List, P, Table } from "../_components/prose";
import type { DocPage } from "./doc-page";

export const postgresql: DocPage = {
  slug: "postgresql",
  group: "Systems",
  title: "PostgreSQL",
  lead: "Neon, RDS or your own server: a role with few rights, over a verified connection.",
  sections: [
    {
      id: "connect",
      title: "Connect",
      body: (
        <>
          <P>
            Paste a connection string or fill in host, port, database, user and password. The string is read
            to those six values and nothing else of it is used. The form also makes a script for a role of our
            own: it holds a new random password that we keep nowhere.
          </P>
          <Command
            label="A role by hand"
            text={
              "create role chittysync login password '...';\ngrant usage on schema public to chittysync;\ngrant select, insert, update, delete on public.vendors to chittysync;"
            }
          />
        </>
      ),
    },
    {
      id: "tls",
      title: "TLS",
      body: (
        <P>
          Certificates are checked, always. For a server whose certificate is signed by your own authority, or
          by Amazon for RDS, upload the authority's certificate in the form. There is no switch to turn the
          check off: without it anybody between us could read the password.
        </P>
      ),
    },
    {
      id: "where",
      title: "Where the server stands",
      body: (
        <Table
          head={["Server", "What to know"]}
          rows={[
            [
              "Neon",
              "Take the connection string from the dashboard, pooled or direct. A schedule that runs often keeps the compute awake; choose one that fits.",
            ],
            [
              "RDS, Cloud SQL, Azure",
              "Make it reachable from our address, upload the authority's certificate, and use the role above.",
            ],
            [
              "Self-hosted",
              <>
                Allow our address in <Code>pg_hba.conf</Code> and the firewall, with <Code>hostssl</Code>.
              </>,
            ],
            [
              "Behind a private network",
              "Private addresses are refused, unless who runs this installation allows them.",
            ],
          ]}
        />
      ),
    },
    {
      id: "types",
      title: "Tables, views, types",
      body: (
        <List
          items={[
            [
              "key",
              "Keys may be composite. The key's columns need a unique index, or rows could not be told apart.",
            ],
            [
              "types",
              "Numbers, texts, enums, arrays, json, dates, times and intervals go through without loss; what has no counterpart elsewhere is shown in its printed form and read only.",
            ],
            ["generated", "Generated columns and identity columns that are always generated are read only."],
            ["views", "Views and foreign tables can be read; simple ones can be written."],
            [
              "compare",
              "Each write names the values that it expects to find, in the same statement: somebody's edit of that very moment is never written over.",
            ],
          ]}
        />
      ),
    },
    {
      id: "changelog",
      title: "Reading what changed",
      body: (
        <P>
          With your permission a trigger keeps a small changelog beside the table; then a run that finds
          nothing costs one small read. Without it the table is compared by fingerprints. Neither needs a
          replication slot, which could fill your disk.
        </P>
      ),
    },
  ],
};
