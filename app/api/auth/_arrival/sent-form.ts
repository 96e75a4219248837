import { z } from "zod";
import { boundedBody } from "@/lib/http/bounded-body";

/** What our own pages send beside an address; next-auth is told nothing else. */
const FIELDS = ["csrfToken", "callbackUrl", "json"];

/** An address, a token and where to go: more than that no form of ours has. */
const MOST_FORM_BYTES = 16 * 1024;

/** The content type as it is, without parameters in which next-auth would find another one. */
const FORM = /^application\/x-www-form-urlencoded(?:; ?charset=utf-8)?$/i;

const address = z.email().max(254);

/**
 * A form that says what was sent in one way alone: next-auth takes the last of two values, and of an address what stands
 * before a comma. Null for what is no form, too long, or has not one address where it has any.
 */
export async function sentForm(request: Request): Promise<URLSearchParams | null> {
  const body = FORM.test(request.headers.get("content-type") ?? "")
    ? await boundedBody(request, MOST_FORM_BYTES)
    : null;
  if (body === null) return null;
  const told = new URLSearchParams(body.toString());
  const form = new URLSearchParams();
  for (const name of FIELDS) {
    const [value, ...others] = told.getAll(name);
    if (value !== undefined && others.length === 0) form.set(name, value);
  }
  if (!told.has("email")) return form;
  const [email, ...others] = told.getAll("email");
  const read = address.safeParse(email?.trim());
  if (!read.success || others.length > 0) return null;
  form.set("email", read.data);
  return form;
}
