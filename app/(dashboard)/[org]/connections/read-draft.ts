import { z } from "zod";
import { AppError } from "@/lib/errors";
import { sent } from "@/lib/http/sent";
import {
  type CreateConnectionInput,
  createConnectionInput,
  type ReconnectInput,
  reconnectInput,
} from "@/lib/services/connections/connection-input";
import { type RoleScriptInput, roleScriptInput } from "@/lib/services/connections/role-script-input";
import type { AccessDraft, ScriptDraft } from "./access-draft";

const NO_DRAFT = { message: "This form was not filled in.", remedy: "Reload the page and fill it in again." };

const text = z.string();
const accessForm: z.ZodType<AccessDraft> = z.object({
  kind: z.enum(["notion", "google", "postgres"]),
  by: z.enum(["url", "fields"]),
  ...{ name: text, token: text, keyFile: text, url: text },
  ...{ host: text, port: text, database: text, user: text, password: text, ca: text },
});
const scriptForm: z.ZodType<ScriptDraft> = z.object({
  ...{ role: text, schema: text, tables: text },
  access: z.enum(["read", "read-write"]),
  log: z.boolean(),
});

/** Throws AppError `invalid-input` for what cannot be a connection; no message repeats what was filled in. */
export function newConnectionOf(given: AccessDraft): CreateConnectionInput {
  const draft = sent(accessForm, given, NO_DRAFT);
  const { kind, name } = draft;
  const read = createConnectionInput.safeParse({ kind, name, credentials: credentialsIn(draft) });
  if (read.success) return read.data;
  throw incomplete(read.error.issues.some(({ path }) => path[0] === "name") ? "a name" : WHAT[kind]);
}

export function otherAccessOf(given: AccessDraft, otherAccount: boolean): ReconnectInput {
  const draft = sent(accessForm, given, NO_DRAFT);
  const { kind } = draft;
  const read = reconnectInput.safeParse({ kind, credentials: credentialsIn(draft), otherAccount });
  if (read.success) return read.data;
  throw incomplete(WHAT[kind]);
}

const WHAT: Record<AccessDraft["kind"], string> = {
  notion: "the connection's token",
  google: "the whole text of a service account's key file (JSON)",
  postgres: "the database's URL, or host, database, user and password",
};

const incomplete = (what: string): AppError =>
  new AppError("invalid-input", "Something is missing.", { remedy: `Fill in ${what}.` });

function credentialsIn(draft: AccessDraft): unknown {
  switch (draft.kind) {
    case "notion":
      return { token: draft.token.trim() };
    case "google":
      return { serviceAccount: keyIn(draft.keyFile) };
    case "postgres": {
      const ca = draft.ca.trim() === "" ? {} : { ca: draft.ca };
      if (draft.by === "url") return { url: draft.url.trim(), ...ca };
      const { host, port, database, user, password } = draft;
      return {
        host: host.trim(),
        port: Number(port),
        database: database.trim(),
        user: user.trim(),
        password,
        ...ca,
      };
    }
    default:
      return draft.kind satisfies never;
  }
}

/** A key file holds more than a connection needs, which is left behind. */
function keyIn(text: string): unknown {
  try {
    const { client_email, private_key } = JSON.parse(text) as Record<string, unknown>;
    return { client_email, private_key };
  } catch {
    return null;
  }
}

/** Throws AppError `invalid-input`. */
export function roleScriptOf(given: ScriptDraft): RoleScriptInput {
  const { role, schema, tables, access, log } = sent(scriptForm, given, NO_DRAFT);
  const lines = tables.split("\n").filter((line) => line.trim() !== "");
  const read = roleScriptInput.safeParse({
    role,
    schema,
    access,
    tables: lines.map((line) => tableIn(line, log)),
  });
  if (!read.success)
    throw new AppError("invalid-input", "A name is missing, or is none that PostgreSQL could have.", {
      remedy: "Give the role, the schema and one table a line, each as it is called, without quotes.",
    });
  if (log && read.data.tables.some(({ key }) => key.length === 0))
    throw new AppError("invalid-input", "To log a table's changes its key columns are needed.", {
      remedy: "Write them after the table's name: orders: id",
    });
  return read.data;
}

function tableIn(line: string, log: boolean) {
  const [name = "", columns = ""] = line.split(":");
  const key = columns.split(",").map((column) => column.trim());
  return { name: name.trim(), key: log ? key.filter((column) => column !== "") : [] };
}
