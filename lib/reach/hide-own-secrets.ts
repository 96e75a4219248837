import type { Connector } from "@/lib/connectors/connector";
import { KnownSecrets } from "@/lib/known-secrets";
import { linesOf, looksDrawn, secretsIn } from "@/lib/secrets-in";

/** Causes nest; beyond this nobody reads them. */
const DEEPEST = 8;

/** What of an error is said, in a log or to people. */
const SAID = ["message", "stack", "remedy", "paths", "path", "cause", "errors"];

/**
 * The connector, with those of its secrets gone from whatever it throws that are not hidden everywhere: a password may be
 * an ordinary word, which only its own connection's texts have to do without.
 */
export function hideOwnSecrets(connector: Connector, credentials: unknown): Connector {
  const texts = secretsIn(credentials).flatMap((secret) => [secret, ...linesOf(secret)]);
  const words = texts.filter((text) => !looksDrawn(text));
  if (words.length === 0) return connector;
  const own = new KnownSecrets();
  for (const word of words) own.remember(word);
  return hiding(connector, own);
}

/** The object with the secrets gone from what its methods throw, and what the sides that it opens throw. */
function hiding<T extends object>(object: T, own: KnownSecrets): T {
  const without = (thrown: unknown): unknown => {
    hideIn(thrown, own, DEEPEST);
    return thrown;
  };
  const call = (method: (...given: unknown[]) => unknown, name: PropertyKey, given: unknown[]): unknown => {
    try {
      const done = method.apply(object, given);
      if (done instanceof Promise)
        return done.catch((thrown: unknown) => {
          throw without(thrown);
        });
      return name === "side" ? hiding(done as object, own) : done;
    } catch (thrown) {
      throw without(thrown);
    }
  };
  return new Proxy(object, {
    get: (_, name) => {
      const part: unknown = Reflect.get(object, name);
      return typeof part === "function" ? (...given: unknown[]) => call(part as never, name, given) : part;
    },
  });
}

function hideIn(said: unknown, own: KnownSecrets, depth: number): void {
  if (typeof said !== "object" || said === null || depth === 0) return;
  for (const name of Array.isArray(said) ? Object.keys(said) : SAID) {
    const part: unknown = Reflect.get(said, name);
    if (typeof part === "string") Reflect.set(said, name, own.hide(part));
    else hideIn(part, own, depth - 1);
  }
}
