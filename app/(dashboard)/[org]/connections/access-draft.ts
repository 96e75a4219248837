/** What was filled in to reach a system, as the form has it: all texts. */
export interface AccessDraft {
  readonly kind: "notion" | "google" | "postgres";
  readonly name: string;
  /** Of Notion. */
  readonly token: string;
  /** Of Google: the key file's text. */
  readonly keyFile: string;
  /** Of PostgreSQL: by its URL, or by its parts. */
  readonly by: "url" | "fields";
  readonly url: string;
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** The CA's certificate, where it is a private one; empty otherwise. */
  readonly ca: string;
}

export const emptyDraft = (kind: AccessDraft["kind"]): AccessDraft => ({
  kind,
  name: "",
  token: "",
  keyFile: "",
  by: "url",
  url: "",
  host: "",
  port: "5432",
  database: "",
  user: "",
  password: "",
  ca: "",
});

/** What was filled in for a role's script. */
export interface ScriptDraft {
  readonly role: string;
  readonly schema: string;
  /** One table a line; its key columns after a colon where its changes are to be logged. */
  readonly tables: string;
  readonly access: "read" | "read-write";
  readonly log: boolean;
}
