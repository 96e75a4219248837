import { randomBytes } from "node:crypto";
import type { Canary, Place } from "../search-canaries";

/** The planted secrets and the places that were seen since. */
export class Flock {
  readonly canaries: Canary[] = [];
  readonly places: Place[] = [];

  /** Plants one: `value`, or one of its own. */
  plant(
    name: string,
    value = `TESTONLY-${name.replaceAll(" ", "-")}-${randomBytes(12).toString("hex")}`,
  ): string {
    this.canaries.push({ name, value });
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
    const all = this.canaries.map(({ value }) => value).join(" and ");
    const cause = new AggregateError([new Error(`inner ${all}`)], `because of ${all}`);
    return Object.assign(new Error(`failed with ${all}`, { cause }), {
      config: { headers: { authorization: `Bearer ${all}` } },
      detail: all,
    });
  }
}
