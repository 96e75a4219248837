import path from "node:path";
import { allOperations } from "../operations/all";
import type { RouteHandler } from "../serve";

/** The handler whose route a target is on, as Next would find it. */
export async function routeOf(
  method: string,
  target: string,
): Promise<{ handler: RouteHandler; id: string }> {
  const segments = target.replace(/\?.*/, "").split("/");
  const fitting = allOperations.filter((candidate) => {
    const parts = candidate.path.split("/");
    return (
      candidate.method === method &&
      parts.length === segments.length &&
      parts.every((part, at) => part.startsWith("{") || part === segments[at])
    );
  });
  // An address that is named goes before one that is told.
  const [operation] = fitting.toSorted((a, b) => told(a.path) - told(b.path));
  if (!operation) throw new Error(`no operation for ${method} ${target}`);
  const folder = operation.path.replaceAll("{", "[").replaceAll("}", "]");
  const file = path.resolve(import.meta.dirname, "../../../app/api/v1", `.${folder}`, "route.ts");
  const handlers = (await import(file)) as Record<string, RouteHandler>;
  const handler = handlers[method];
  if (!handler) throw new Error(`${file} has no ${method}`);
  return { handler, id: operation.id };
}

const told = (template: string): number => template.split("{").length;
