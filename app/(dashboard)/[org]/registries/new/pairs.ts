import type { ConnectionView } from "@/lib/services/connections/connection-view";

type Kind = ConnectionView["kind"];

/** The systems that most registries begin between. */
export const PAIRS = [
  {
    id: "notion-postgres",
    title: "Notion and PostgreSQL",
    meaning: "People edit in Notion, the application reads its database.",
    kinds: ["notion", "postgres"],
  },
  {
    id: "google-postgres",
    title: "Google Sheets and PostgreSQL",
    meaning: "A sheet for the team, a table for the product, the same rows.",
    kinds: ["google", "postgres"],
  },
  {
    id: "notion-google",
    title: "Notion and Google Sheets",
    meaning: "Where it is written and where it is calculated, kept equal.",
    kinds: ["notion", "google"],
  },
] as const satisfies readonly {
  readonly id: string;
  readonly title: string;
  readonly meaning: string;
  readonly kinds: readonly Kind[];
}[];

/** The systems that an address asks to begin with, in their order; none for anything that is not ours. */
export const pairKinds = (id: unknown): readonly Kind[] => PAIRS.find((pair) => pair.id === id)?.kinds ?? [];
