import { Command } from "../_components/command";
import { Code, List, P } from "../_components/prose";
import type { DocPage } from "./doc-page";

export const audit: DocPage = {
  slug: "audit",
  group: "How it works",
  title: "The log, and how to verify it",
  lead: "Every operation is an entry. Anybody can check that none was changed or left out, without us.",
  sections: [
    {
      id: "entries",
      title: "What an entry holds",
      body: (
        <P>
          When, who (a person, an API key, the schedule), what, from where to where, each field before and
          after, what the rules said, and how a conflict was decided. Its envelope is canonical JSON (RFC
          8785); its values are in a payload of their own, tied to the envelope by a keyed hash, so that a
          value can be erased by law without breaking the log.
        </P>
      ),
    },
    {
      id: "tree",
      title: "Why it cannot be changed quietly",
      body: (
        <P>
          Entries are the leaves of a Merkle tree (RFC 6962). A checkpoint is a signed statement of the tree's
          size and root, in the format of the C2SP (a signed note with Ed25519). Keep one, and later every log
          that does not contain what it contained then is found out.
        </P>
      ),
    },
    {
      id: "verify",
      title: "Verify it yourself",
      body: (
        <>
          <P>
            Export the bundle on the Audit page and run the file that is in it. It needs Node and nothing of
            ours, and it speaks to nobody:
          </P>
          <Command label="Verify a bundle" text="node verify.mjs" />
          <List
            items={[
              [
                "leaves",
                <>
                  <Code>entries.ndjson</Code>: an entry a line; the leaf is SHA-256 of a zero byte and the
                  line.
                </>,
              ],
              [
                "payloads",
                <>
                  <Code>payloads.ndjson</Code>: the values, each with its salt.
                </>,
              ],
              [
                "checkpoint",
                <>
                  <Code>checkpoint</Code> and <Code>vkeys.txt</Code>: the signed statement and the keys to
                  check it with.
                </>,
              ],
              [
                "tiles",
                <>
                  <Code>tiles/</Code>: the tree itself.
                </>,
              ],
            ]}
          />
        </>
      ),
    },
    {
      id: "restore",
      title: "Back to a moment",
      body: (
        <P>
          A row, a registry or one run can be put back, over all sides. It is a plan like any other: you see
          every cell before it writes, and what was edited since stays.
        </P>
      ),
    },
  ],
};
