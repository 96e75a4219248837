/** A screen that the rail, the palette and the keys lead to, in the rail's order. */
export interface Place {
  readonly word: string;
  /** Where there is no room. */
  readonly short?: string;
  /** Below the organization's address. */
  readonly path: string;
  /** Pressed after g. */
  readonly letter: string;
  /** What else people look for there. */
  readonly also?: readonly string[];
  /** Of its own, and not only of what it shows. */
  readonly isOpenToAll?: true;
  /** Of those that a phone shows at its lower edge; the others are behind More. */
  readonly isMain?: true;
}

export const PLACES: readonly Place[] = [
  { word: "Registries", path: "", letter: "r", isMain: true },
  {
    word: "Needs attention",
    short: "Attention",
    path: "/attention",
    letter: "a",
    isMain: true,
    also: ["Conflicts", "Issues", "Held plans"],
  },
  { word: "Activity", path: "/activity", letter: "v", isMain: true },
  { word: "Audit", path: "/audit", letter: "u", isMain: true },
  { word: "Connections", path: "/connections", letter: "c" },
  { word: "Schemas", path: "/schemas", letter: "s" },
  { word: "Settings", path: "/settings", letter: "t", isOpenToAll: true, also: ["Members", "Roles"] },
];

/** For a role that sees no registries: what it sees in their place, and Settings. */
const PLAN: Place = { word: "Plan", path: "", letter: "r", isOpenToAll: true, isMain: true };

export const placesFor = (seesRegistries: boolean): readonly Place[] =>
  seesRegistries ? PLACES : [PLAN, ...PLACES.filter(({ isOpenToAll }) => isOpenToAll)];

/** Whether an address lies within a place. What lies below a registry, a run or a conflict is the registries'. */
export function isWithin(place: Place, base: string, address: string): boolean {
  const href = `${base}${place.path}`;
  if (place.path !== "") return address === href || address.startsWith(`${href}/`);
  return address === base || /^\/(registries|runs|conflicts)(\/|$)/.test(address.slice(base.length));
}
