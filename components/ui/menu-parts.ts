import type { Item, Label, Separator } from "radix-ui/dropdown-menu";
import { createContext } from "react";

interface Parts {
  readonly Item: typeof Item;
  readonly Label: typeof Label;
  readonly Separator: typeof Separator;
}

/** What an open menu draws its lines with; null outside of one. */
export const MenuParts = createContext<Parts | null>(null);
