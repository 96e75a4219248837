import { type Calls, must } from "./client";
import type { Refusal } from "./encode";
import { dashedId } from "./ids";
import { isJson, type Json, objectAt, objectsAt, textAt } from "./json";
import { emailOf } from "./person";

/** Pages of a hundred people that are looked through for an address, once in a session. */
const MOST_PAGES = 20;

/**
 * Whom an e-mail address means in this workspace. Notion lists its members, not its guests: those are known by the rows
 * that name them. An address that several people have, or nobody, stands for nobody: setting the wrong person would tell
 * a stranger, and cannot be taken back.
 */
export class PeopleBook {
  private readonly byEmail = new Map<string, Set<string>>();
  private readonly ids = new Set<string>();
  private isListed = false;

  /** Takes in the people that a page's properties show. */
  learnFrom(page: Json): void {
    for (const property of Object.values(objectAt(page, "properties") ?? {})) {
      if (isJson(property)) for (const user of objectsAt(property, "people") ?? []) this.learn(user);
    }
  }

  /** Throws what concerns the connection as a whole. */
  async idOf(calls: Calls, person: string): Promise<string | Refusal> {
    const id = dashedId(person);
    if (id !== null) return (await this.exists(calls, id)) ? id : unknownPerson;
    const known = this.byEmail.get(person) ?? (await this.listed(calls)).get(person);
    const [only, other] = known ?? [];
    if (only === undefined) return unknownPerson;
    return other === undefined ? only : severalPeople;
  }

  private async exists(calls: Calls, id: string): Promise<boolean> {
    if (this.ids.has(id)) return true;
    const answer = await calls.user(id);
    // Whoever may not read people cannot ask; Notion itself refuses an id that it does not know.
    if (!answer.ok && answer.failure.kind === "forbidden") return true;
    if (!answer.ok && (answer.failure.kind === "not-found" || answer.failure.kind === "rejected"))
      return false;
    this.learn(must(answer));
    return true;
  }

  private async listed(calls: Calls): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    let cursor: string | null = null;
    for (let page = 0; page < MOST_PAGES && !this.isListed; page += 1) {
      const answer = await calls.users(cursor);
      if (!answer.ok && answer.failure.kind === "forbidden") break;
      const list = must(answer);
      for (const user of list.results) this.learn(user);
      cursor = list.nextCursor;
      if (!list.hasMore || cursor === null) break;
    }
    this.isListed = true;
    return this.byEmail;
  }

  private learn(user: Json): void {
    const id = dashedId(textAt(user, "id") ?? "");
    if (id === null) return;
    this.ids.add(id);
    const email = emailOf(user);
    if (email !== null) this.byEmail.set(email, new Set([...(this.byEmail.get(email) ?? []), id]));
  }
}

const unknownPerson: Refusal = {
  ok: false,
  reason: "unknown-person",
  message:
    "Notion shows the connection nobody with this e-mail address or id. Add the person to the workspace, let the connection read user information with e-mail addresses, or enter the person's Notion user id.",
};

const severalPeople: Refusal = {
  ok: false,
  reason: "ambiguous-person",
  message: "Several people in Notion have this e-mail address; enter the Notion user id of the one meant.",
};
