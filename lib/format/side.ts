const UUID = /^([0-9a-f]{8})-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** A side's own name, without its system's, which stands beside it; an id alone is shortened. */
export function sideName(side: { readonly title: string }): string {
  const own = side.title.replace(/^(Notion|Postgres|PostgreSQL|Google Sheets): /, "");
  const short = UUID.exec(own)?.[1];
  return short ? `Data source ${short}` : own;
}

/**
 * A side's field as people find it there. Fields are followed by stable id (a Notion property's id, a Postgres
 * column's number), and by header only where a sheet has no other identity.
 */
export function counterpartText(kind: string, sideField: string): string {
  if (kind === "postgres" && /^\d+$/.test(sideField)) return `column ${sideField}`;
  if (kind === "notion") return sideField === "title" ? "title" : `property ${sideField}`;
  return sideField.replace(/^h:/, "");
}
