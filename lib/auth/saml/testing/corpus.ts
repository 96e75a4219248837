import type { CorpusDocument } from "./corpus-document";
import { MARKUP } from "./corpus-markup";
import { SIGNATURES } from "./corpus-signatures";
import { STATEMENTS } from "./corpus-statements";
import { VENDORS } from "./corpus-vendors";
import { WRAPPING } from "./corpus-wrapping";

/** Every response that an assertion consumer has to tell apart; each is made anew for a world. */
export const CORPUS: readonly CorpusDocument[] = [
  ...VENDORS,
  ...WRAPPING,
  ...SIGNATURES,
  ...STATEMENTS,
  ...MARKUP,
];
