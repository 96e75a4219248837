/** What is selected, kept in the address so that a reload or a link shows the same tables. */
export const remembered = (name) => new URLSearchParams(location.hash.slice(1)).get(name) ?? undefined;

export function remember(choice) {
  const known = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of Object.entries(choice))
    if (value === undefined) known.delete(name);
    else known.set(name, value);
  history.replaceState(null, "", `#${known}`);
}
