import { dashedId } from "./ids";
import { type Json, objectAt, textAt } from "./json";

/** More would be no address. */
const LENGTH = 254;

/** An e-mail address as it is compared and kept; null for text that is none. Notion takes its letter case for the same. */
export function emailText(text: string): string | null {
  const email = text.trim().toLowerCase();
  return email.length <= LENGTH && /^[^\s@]+@[^\s@]+$/.test(email) ? email : null;
}

/** The address of a user, where the connection may see it. */
export const emailOf = (user: Json): string | null =>
  emailText(textAt(objectAt(user, "person") ?? {}, "email") ?? "");

/** A user as a cell names him: by his address, where it may be seen, else by his id. */
export const personText = (user: Json): string | null => emailOf(user) ?? dashedId(textAt(user, "id") ?? "");
