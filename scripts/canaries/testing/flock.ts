import { randomBytes } from "node:crypto";
import type { Canary, Place } from "../search-canaries";

/** The planted secrets and the places that were seen since. */
export class Flock {
  readonly canaries: Canary[] = [];
  readonly places: Place[] = [];
  /** The texts with the secrets in them as they are handed about. */
  readonly carriers: string[] = [];

  /** Plants one: `value`, or one of its own; `carrier` is what it is a part of, where it never goes alone. */
  plant(
    name: string,
    value = `TESTONLY-${name.replaceAll(" ", "-")}-${randomBytes(12).toString("hex")}`,
    carrier = value,
  ): string {
    this.canaries.push({ name, value });
    this.carriers.push(carrier);
    return value;
  }

  valueOf(name: string): string {
    const found = this.canaries.find((each) => each.name === name);
    if (!found) throw new Error(`nothing was planted as ${name}`);
    return found.value;
  }

  see(name: string, text: string | Buffer): void {
    this.places.push({ name, bytes: Buffer.from(text) });
  }

  /** An error as libraries throw them, with every canary in its message, its stack, its cause and what it carries. */
  errorOfAll(): Error {
    const all = this.carriers.join(" and ");
    const cause = new AggregateError([new Error(`inner ${all}`)], `because of ${all}`);
    return Object.assign(new Error(`failed with ${all}`, { cause }), {
      config: { headers: { authorization: `Bearer ${all}` } },
      detail: all,
    });
  }
}
