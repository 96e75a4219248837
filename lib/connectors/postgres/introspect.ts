import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Session } from "./client";
import type { TableAddress } from "./config";
import { hasPrintedForm } from "./printed-form";

/** How a column's values are carried; `printed` = as text in the server's own form, `other` = so, and never written. */
export type ColumnKind =
  | "text"
  | "varchar"
  | "char"
  | "uuid"
  | "integer"
  | "numeric"
  | "float4"
  | "float8"
  | "boolean"
  | "date"
  | "timestamptz"
  | "timestamp"
  | "enum"
  | "array"
  | "json"
  | "jsonb"
  | "printed"
  | "other";

export interface Column {
  /** The attribute number: stable under renames, never used again after a drop. */
  readonly attnum: string;
  readonly name: string;
  /** The type with its modifier, for people. */
  readonly native: string;
  readonly kind: ColumnKind;
  /** The base type (below domains) without modifier, as SQL text. */
  readonly cast: string;
  /** `atttypmod` of the base type; -1 = none. */
  readonly modifier: number;
  /** The base type's bare name, which tells int2 from int8. */
  readonly base: string;
  readonly required: boolean;
  readonly hasDefault: boolean;
  readonly options: readonly string[] | null;
  /** The server computes it: generated, identity ALWAYS, or what a view makes of others. */
  readonly computed: boolean;
  /** Identity ALWAYS: the server numbers the rows. */
  readonly numbered: boolean;
  /** Its equality is that of its canonical text, so a key's text finds its row again. */
  readonly comparable: boolean;
  readonly mayRead: boolean;
  readonly mayWrite: boolean;
  readonly relatesTo: TableAddress | null;
}

export interface Catalogue {
  readonly schema: string;
  readonly table: string;
  readonly relkind: string;
  readonly columns: readonly Column[];
  /** Sets of attribute numbers that the database keeps unique and filled. */
  readonly keys: readonly (readonly string[])[];
  /** A view or foreign table: nothing keeps a key unique, so it is one that a person names. */
  readonly keyIsNamed: boolean;
  readonly policed: boolean;
  readonly hasChildren: boolean;
  readonly mayDelete: boolean;
  /** Rows can be made, changed and removed: of a view also where triggers do it. */
  readonly updatable: boolean;
  /** Its rows can be locked: not behind a view that only triggers write. */
  readonly lockable: boolean;
}

const answer = z.object({
  relkind: z.string(),
  policed: z.boolean(),
  hasChildren: z.boolean(),
  mayDelete: z.boolean(),
  updatable: z.boolean(),
  lockable: z.boolean(),
  keys: z.array(z.array(z.string())),
  columns: z.array(
    z.object({
      attnum: z.string(),
      name: z.string(),
      native: z.string(),
      typtype: z.string(),
      category: z.string(),
      base: z.string(),
      element: z.string().nullable(),
      elementtype: z.string().nullable(),
      inCatalog: z.boolean(),
      cast: z.string(),
      modifier: z.number(),
      required: z.boolean(),
      hasDefault: z.boolean(),
      options: z.array(z.string()).nullable(),
      computed: z.boolean(),
      numbered: z.boolean(),
      mayRead: z.boolean(),
      mayWrite: z.boolean(),
      relatesTo: z.object({ schema: z.string(), table: z.string() }).nullable(),
    }),
  ),
});

/** `base` walks down domains: a domain's modifier and NOT NULL count like a column's. */
const SQL = `
with recursive place as (
  select c.oid, c.relkind, c.relhassubclass
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = $1 and c.relname = $2 and c.relkind in ('r', 'p', 'v', 'm', 'f')
), base(attnum, oid, modifier, required) as (
  select a.attnum, a.atttypid, a.atttypmod, a.attnotnull
    from pg_attribute a join place p on p.oid = a.attrelid
   where a.attnum > 0 and not a.attisdropped
  union all
  select b.attnum, t.typbasetype, t.typtypmod, b.required or t.typnotnull
    from base b join pg_type t on t.oid = b.oid
   where t.typtype = 'd'
), columns as (
  select a.attnum, json_build_object(
    'attnum', a.attnum::text,
    'name', a.attname,
    'native', format_type(a.atttypid, a.atttypmod),
    'typtype', t.typtype,
    'category', t.typcategory,
    'base', t.typname,
    'element', e.typname,
    'elementtype', e.typtype,
    'inCatalog', t.typnamespace = 'pg_catalog'::regnamespace,
    'cast', format_type(t.oid, -1),
    'modifier', b.modifier,
    'required', b.required,
    'hasDefault', a.atthasdef or a.attidentity <> '',
    'options', (select json_agg(l.enumlabel order by l.enumsortorder) from pg_enum l
                 where l.enumtypid in (t.oid, t.typelem)),
    'computed', a.attgenerated <> '' or a.attidentity = 'a'
             or (p.relkind = 'v' and not pg_column_is_updatable(p.oid, a.attnum, true)),
    'numbered', a.attidentity = 'a',
    'mayRead', has_column_privilege(p.oid, a.attnum, 'select'),
    'mayWrite', has_column_privilege(p.oid, a.attnum, 'insert')
            and has_column_privilege(p.oid, a.attnum, 'update'),
    'relatesTo', (select json_build_object('schema', fn.nspname, 'table', fc.relname)
                    from pg_constraint f
                    join pg_class fc on fc.oid = f.confrelid
                    join pg_namespace fn on fn.oid = fc.relnamespace
                   where f.conrelid = p.oid and f.contype = 'f' and f.conkey = array[a.attnum]
                   order by f.oid limit 1)
  ) as doc
    from place p
    join pg_attribute a on a.attrelid = p.oid
    join base b on b.attnum = a.attnum
    join pg_type t on t.oid = b.oid and t.typtype <> 'd'
    left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
)
select json_build_object(
  'relkind', p.relkind,
  'policed', row_security_active(p.oid),
  'hasChildren', p.relhassubclass and p.relkind = 'r',
  'mayDelete', has_table_privilege(p.oid, 'delete'),
  'updatable', (pg_relation_is_updatable(p.oid, true) & 28) = 28,
  'lockable', (pg_relation_is_updatable(p.oid, false) & 28) = 28,
  'columns', coalesce((select json_agg(c.doc order by c.attnum) from columns c), '[]'),
  'keys', coalesce((
    select json_agg((select json_agg(k.attnum::text) from unnest(i.indkey::int2[]) with ordinality k(attnum, at)
                      where k.at <= i.indnkeyatts) order by i.indisprimary desc, i.indexrelid)
      from pg_index i
     where i.indrelid = p.oid and i.indisunique and i.indisvalid and i.indimmediate
       and i.indpred is null and i.indexprs is null), '[]')
)::text
from place p`;

/** The table as the catalogue tells it now, or connection-broken if it is not there. One query. */
export async function introspect(session: Session, address: TableAddress): Promise<Catalogue> {
  const [row] = await session.query(SQL, [address.schema, address.table]);
  const text = row?.[0];
  if (!text) {
    throw new AppError("connection-broken", "The table is not there any more.", {
      remedy: "Restore the table, or choose another.",
    });
  }
  const parsed = answer.safeParse(JSON.parse(text));
  if (!parsed.success) throw new AppError("upstream-unavailable", "The server's catalogue cannot be read.");
  const { columns: told, keys, ...rest } = parsed.data;
  const columns = told.map((column): Column => {
    const { typtype, category, element, elementtype, inCatalog, ...kept } = column;
    const kind = kindOf(column);
    const comparable = KEY_KINDS.has(kind) && (inCatalog || typtype === "e");
    return { ...kept, kind, comparable };
  });
  const usable = new Set(
    columns.filter((each) => each.required && each.comparable).map((each) => each.attnum),
  );
  return {
    ...address,
    ...rest,
    columns,
    keys: keys.filter((key) => key.every((attnum) => usable.has(attnum))),
    keyIsNamed: VIEWS.has(rest.relkind),
  };
}

const VIEWS: ReadonlySet<string> = new Set(["v", "m", "f"]);

/** Kinds whose equality is that of their canonical text, so a key's text finds its row again. */
const KEY_KINDS: ReadonlySet<ColumnKind> = new Set([
  "text",
  "varchar",
  "char",
  "uuid",
  "integer",
  "numeric",
  "boolean",
  "date",
  "timestamptz",
  "timestamp",
  "enum",
]);

const SCALARS: Readonly<Record<string, ColumnKind>> = {
  text: "text",
  citext: "text",
  name: "other",
  varchar: "varchar",
  bpchar: "char",
  uuid: "uuid",
  int2: "integer",
  int4: "integer",
  int8: "integer",
  numeric: "numeric",
  float4: "float4",
  float8: "float8",
  bool: "boolean",
  date: "date",
  timestamptz: "timestamptz",
  timestamp: "timestamp",
  json: "json",
  jsonb: "jsonb",
};

function kindOf(column: z.infer<typeof answer>["columns"][number]): ColumnKind {
  if (column.typtype === "e") return "enum";
  if (column.category === "A") {
    const ofText = column.element === "text" || column.element === "varchar";
    return ofText || column.elementtype === "e" ? "array" : "other";
  }
  if (!column.inCatalog && column.base !== "citext") return "other";
  if (hasPrintedForm(column.base, column.modifier)) return "printed";
  return Object.hasOwn(SCALARS, column.base) ? (SCALARS[column.base] ?? "other") : "other";
}
