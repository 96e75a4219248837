import { Command } from "../_components/command";
import { Code, List, P, Table, To } from "../_components/prose";
import type { DocPage } from "./doc-page";

export const usingTheApi: DocPage = {
  slug: "using-the-api",
  group: "Developers",
  title: "Using the API",
  lead: "Keys, pages of a list, repeating a call safely, errors, and webhooks.",
  sections: [
    {
      id: "keys",
      title: "Keys",
      body: (
        <>
          <P>
            Make a key in Settings, API keys. It begins with <Code>chs_live_</Code>, is shown once, and may be
            bound to scopes, addresses and an end. Every call carries it:
          </P>
          <Command
            label="Who am I"
            text={'curl -H "Authorization: Bearer $CHITTYSYNC_KEY" https://your-host/api/v1/me'}
          />
          <P>
            All calls are in the <To href="/docs/api">reference</To>, which is made of what the server serves;
            as OpenAPI 3.1 it is at <Code>/api/v1/openapi.json</Code>.
          </P>
        </>
      ),
    },
    {
      id: "lists",
      title: "Lists",
      body: (
        <P>
          A list is <Code>{"{data, nextCursor}"}</Code>. Send the cursor back for the next page; null is the
          end.
        </P>
      ),
    },
    {
      id: "again",
      title: "Asking again",
      body: (
        <P>
          Send an <Code>Idempotency-Key</Code> with a POST: for 24 hours the same key and body get the first
          answer again. A run also has a <Code>syncId</Code> of yours: the same one is the same run.
        </P>
      ),
    },
    {
      id: "errors",
      title: "Errors",
      body: (
        <>
          <P>
            A refusal is a problem of RFC 9457: <Code>title</Code>, <Code>detail</Code>, <Code>remedy</Code>,
            and <Code>paths</Code> with JSON pointers into what you sent.
          </P>
          <Table
            head={["Status", "Meaning"]}
            rows={[
              ["401", "No valid key"],
              ["402", "The plan's limit is reached"],
              ["403", "The key may not do this"],
              ["404", "There is no such thing, or it is another organization's"],
              ["409", "Changed meanwhile, held for a person, or the Idempotency-Key is in use"],
              ["422", "The input cannot be accepted; paths says where"],
              ["424", "A connected system refuses us until somebody mends it"],
              ["429", "Too many calls; Retry-After says when to come again"],
            ]}
          />
        </>
      ),
    },
    {
      id: "webhooks",
      title: "Webhooks",
      body: (
        <>
          <P>
            What happens to a registry can be sent to an address of yours, signed as Standard Webhooks says:
            the headers <Code>webhook-id</Code>, <Code>webhook-timestamp</Code> and{" "}
            <Code>webhook-signature</Code>. Any library of that standard verifies it with the secret that you
            were shown.
          </P>
          <List
            items={[
              [
                "when",
                "They come on a change of state and on recovery, never per run, and hold no cell's value.",
              ],
              [
                "retry",
                "What you do not answer with 2xx is sent again for up to a day; the same id is the same event.",
              ],
            ]}
          />
        </>
      ),
    },
  ],
};
