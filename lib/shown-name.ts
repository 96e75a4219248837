import { z } from "zod";
import { AppError } from "./errors";

/*
 * Names of persons, organizations and their identity providers stand in letters that we send, and in what others see:
 * a name that holds an address, or lines of its own, would speak there in our voice.
 */

const MOST_CHARACTERS = 100;

/** Line breaks, controls, marks of direction and whatever else takes no place on a line; but how an emoji is drawn. */
const UNSEEN = /(?![\uFE0E\uFE0F])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]/gu;

/** What mail programs make a link of. A domain by itself, as in "Acme.io", is how companies are called. */
const ADDRESSES = [
  /:\/\/|\\\\/,
  /(?:^|[^\p{L}\p{N}])(?:www\.|mailto:)/iu,
  /[\p{L}\p{N}]\.\p{L}[\p{L}\p{N}-]+(?:[/?#\\]|:\d)|\d{1,3}(?:\.\d{1,3}){3}(?:[/?#\\]|:\d)/u,
  /@[^\s@]+\.[^\s@.]/,
];

/** Compared by what it looks like: wide letters and dots count as plain ones. */
const holdsAddress = (text: string): boolean => {
  const plain = text.normalize("NFKC").replaceAll("\u3002", ".");
  return ADDRESSES.some((address) => address.test(plain));
};

const LENGTH = `A name has 1 to ${MOST_CHARACTERS} characters.`;

/** A name as a person may enter it. */
export const shownName = z
  .string(LENGTH)
  .trim()
  .min(1, LENGTH)
  .max(MOST_CHARACTERS, LENGTH)
  .refine((name) => !UNSEEN.test(name), {
    error: "A name is one line, without characters that cannot be seen.",
  })
  .refine((name) => !holdsAddress(name), {
    error: "A name holds no web or mail address, because it stands in letters to others.",
  });

/** The name that a person has entered. Throws AppError `invalid-input`, which says what is wrong with it. */
export function enteredName(value: unknown): string {
  const read = shownName.safeParse(value);
  if (read.success) return read.data;
  throw new AppError("invalid-input", read.error.issues[0]?.message ?? LENGTH);
}

/** What is left of a name that somebody else told, or that was stored before names were asked this much; null: nothing. */
export function cleanedName(told: string | null | undefined): string | null {
  const line = (told ?? "").slice(0, 10 * MOST_CHARACTERS).replace(BREAKS, " ");
  const seen = line.replace(new RegExp(UNSEEN, "gu"), "");
  const words = seen.split(/\s+/).filter((word) => word !== "" && !holdsAddress(word));
  const name = words
    .join(" ")
    .slice(0, MOST_CHARACTERS)
    .replace(/\p{Cs}$/u, "")
    .trim();
  return name === "" ? null : name;
}

/** What a new person is called: as the provider says, else the address before its @. */
export const nameOfNewPerson = (told: string | null | undefined, email: string | null): string =>
  cleanedName(told) ?? cleanedName(email?.split("@")[0]) ?? "Somebody";
