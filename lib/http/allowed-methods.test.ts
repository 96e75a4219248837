import path from "node:path";
import { expect, test } from "vitest";
import { doorsIn } from "@/scripts/attack-matrix/doors";
import { allowedMethods, METHODS } from "./allowed-methods";

/** Takes every address that no other route has, by every method: there is nothing. */
const CATCH_ALL = "/api/{path}";

test("every route below /api is known with its methods", () => {
  const doors = doorsIn(path.resolve(import.meta.dirname, "../..")).filter(
    ({ kind, path: at }) => kind === "route" && at.startsWith("/api/") && at !== CATCH_ALL,
  );
  const inFiles = Object.groupBy(doors, ({ path: at }) => at);
  expect(Object.fromEntries([...METHODS].map(([at, methods]) => [at, methods.toSorted()]))).toEqual(
    Object.fromEntries(
      Object.entries(inFiles).map(([at, routes = []]) => [at, routes.map(({ method }) => method)]),
    ),
  );
});

test("an address is known by its own template", () => {
  for (const [address, methods] of METHODS) {
    const own = ["OPTIONS", ...methods, ...(methods.includes("GET") ? ["HEAD"] : [])].toSorted();
    expect(allowedMethods(address.replace(/\{\w+\}/g, "one")), address).toEqual(own);
  }
  for (const none of ["/api/v1", "/api/v1/me/", "/api/v1/openapi-json", "/api/v1/rows/1/2/3", "/account"])
    expect(allowedMethods(none)).toBeNull();
  expect(allowedMethods("/api/auth/callback/email/more")).toEqual(["GET", "HEAD", "OPTIONS", "POST"]);
});
