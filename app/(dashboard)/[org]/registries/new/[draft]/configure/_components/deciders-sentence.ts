/** The roles that approve a held plan. */
const DECIDING = new Set(["owner", "admin", "approver"]);
const MOST_NAMED = 4;

/** Who may approve a held plan now, by name. */
export function decidersSentence(
  members: readonly { readonly name: string; readonly email: string; readonly role: string }[],
): string {
  const deciding = members.filter(({ role }) => DECIDING.has(role));
  const names = deciding.slice(0, MOST_NAMED).map(({ name, email }) => name || email);
  const more = deciding.length - names.length;
  const all = more > 0 ? [...names, `${more} more`] : names;
  return `Any owner, admin or approver: ${all.join(", ")}.`;
}
