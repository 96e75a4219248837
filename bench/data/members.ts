import type { Cells } from "@/lib/engine/value";
import type { Dataset } from "./dataset";

/**
 * Members of an association: 12 columns of every kind that tables have, some 330 bytes a row as JSON, with text beyond
 * Latin letters. Generated: the same row for the same number, as many as are asked for.
 */
export const members: Dataset = {
  name: "members",
  fields: [
    { id: "code", name: "Code", type: "text" },
    { id: "name", name: "Name", type: "text" },
    { id: "email", name: "E-mail", type: "text" },
    { id: "balance", name: "Balance", type: "number" },
    { id: "visits", name: "Visits", type: "integer" },
    { id: "active", name: "Active", type: "boolean" },
    { id: "status", name: "Status", type: "select" },
    { id: "tags", name: "Tags", type: "multi-select" },
    { id: "since", name: "Since", type: "date" },
    { id: "seen", name: "Seen", type: "datetime" },
    { id: "note", name: "Note", type: "text" },
    { id: "site", name: "Site", type: "text" },
  ],
  key: ["code"],
  columns:
    "code text primary key, name text not null, email text not null, balance numeric(12, 2) not null, " +
    "visits integer not null, active boolean not null, status text not null, tags text[], since date not null, " +
    "seen timestamptz not null, note text not null, site text",
  rows: async (count) => generated(count),
  edits: {
    a: {
      sql: "visits = t.visits + 1",
      of: (cells) => ({ ...cells, visits: String(Number(cells.visits) + 1) }),
    },
    b: { sql: "name = t.name || ' (B)'", of: (cells) => ({ ...cells, name: `${cells.name} (B)` }) },
    both: [
      { sql: "status = 'left'", of: (cells) => ({ ...cells, status: "left" }) },
      { sql: "status = 'barred'", of: (cells) => ({ ...cells, status: "barred" }) },
    ],
  },
};

const FIRST = [
  "Amélie",
  "Björn",
  "Chiara",
  "Дмитрий",
  "Esra",
  "Filip",
  "Γιώργος",
  "Hana",
  "Inês",
  "小林",
  "Kofi",
];
const LAST = ["Almeida", "Bauer", "Çelik", "Dubois", "Иванова", "Fischer", "García", "Horák", "Jansson"];
const STATUS = ["new", "regular", "honorary", "paused"];
const TAGS = ["board", "coach", "donor", "junior", "press", "senior"];
const WORDS =
  "asked for the spring programme by post and wants the invoice sent to the office in Lisboa, rua nova; ".repeat(
    2,
  );
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2000, 0, 1);

function* generated(count: number): Generator<Cells> {
  for (let at = 0; at < count; at += 1) yield member(at);
}

function member(at: number): Cells {
  // Spreads neighbouring numbers, so that columns do not follow the key.
  const spread = (at * 7919 + 104_729) % 1_000_003;
  const first = FIRST[spread % FIRST.length] ?? "";
  const last = LAST[(spread >> 3) % LAST.length] ?? "";
  const day = FIRST_DAY + (spread % 9_000) * DAY_MS;
  const noteAt = spread % 60;
  return {
    code: `M${String(at).padStart(8, "0")}`,
    name: `${first} ${last}`,
    email: `member.${at}@example.org`,
    balance: amount(spread),
    visits: String(spread % 1_000),
    active: spread % 3 !== 0,
    status: STATUS[spread % STATUS.length] ?? "",
    tags: tagsOf(spread),
    since: new Date(day).toISOString().slice(0, 10),
    seen: `${new Date(day + spread * 1_000).toISOString().slice(0, 19)}Z`,
    note: `${spread}: ${WORDS.slice(noteAt, noteAt + 60 + (spread % 25))}`,
    site: spread % 4 === 0 ? null : `https://example.org/members/${spread}`,
  };
}

/** Hundredths without trailing zeros, as canonical numbers are. */
const amount = (spread: number): string => String((spread % 500_000) / 100);

function tagsOf(spread: number): readonly string[] | null {
  const tags = TAGS.filter((_, bit) => ((spread >> bit) & 3) === 3);
  return tags.length === 0 ? null : tags;
}
