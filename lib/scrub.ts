import { hideKnown } from "./known-secrets";

/**
 * Shapes of secrets that must never reach a log, whatever carried them there: Notion, Google, Stripe and Inngest
 * tokens, our own API keys, authorization headers, signed tokens, private keys, passwords of addresses.
 */
const SECRET = new RegExp(
  [
    "(?:secret_|ntn_|ya29\\.|1//|GOCSPX-|(?:sk|rk)_(?:live|test)_|whsec_|chs_|signkey-)[\\w.~+/-]+",
    "(?:Bearer|Basic)\\s+[^\\s\"']+",
    "eyJ[\\w-]+\\.eyJ[\\w-]+\\.[\\w-]*",
    "-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)",
    "(postgres(?:ql)?://[^:@\\s/]*:)\\S*@",
    "(\\b(?:smtps?|https?)://[^:@\\s/]*:)[^\\s/]*@",
    "(\\bpassword=)[^\\s&]+",
  ].join("|"),
  "gi",
);

/** The text without secrets: those that this process has had in hand, and whatever looks like one. */
export const scrub = (text: string): string =>
  hideKnown(text).replace(SECRET, (_all, database?: string, address?: string, password?: string) => {
    const before = database ?? address;
    return before === undefined ? `${password ?? ""}***` : `${before}***@`;
  });
