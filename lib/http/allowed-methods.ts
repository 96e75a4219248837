/**
 * Every route below /api with its methods; parameters in braces. Data, and not read off the API's operations: this is asked
 * at each request, by a part of the server that comes up before anything else and would hold all of them a second time.
 */
const TABLE: readonly (readonly [address: string, methods: string])[] = [
  ["/api/v1/openapi.json", "GET"],
  ["/api/health", "GET"],
  ["/api/inngest", "GET POST PUT"],
  ["/api/oauth/{kind}/start", "GET"],
  ["/api/oauth/{kind}/callback", "GET"],
  ["/api/auth/demo", "GET"],
  ["/api/auth/oidc/{provider}/start", "GET"],
  ["/api/auth/oidc/{provider}/callback", "GET"],
  ["/api/auth/saml/{provider}/start", "GET"],
  ["/api/auth/saml/{provider}/acs", "POST"],
  ["/api/auth/saml/{provider}/finish", "GET"],
  ["/api/auth/saml/{provider}/metadata", "GET"],
  ["/api/v1/me", "GET"],
  ["/api/v1/organization", "PATCH"],
  ["/api/v1/members", "GET POST"],
  ["/api/v1/members/{id}", "PATCH DELETE"],
  ["/api/v1/invitations", "GET"],
  ["/api/v1/invitations/{id}", "DELETE"],
  ["/api/v1/connections", "GET POST"],
  ["/api/v1/connections/{id}", "GET DELETE PATCH"],
  ["/api/v1/connections/{id}/check", "POST"],
  ["/api/v1/connections/{id}/reconnect", "POST"],
  ["/api/v1/connections/{id}/disconnect", "POST"],
  ["/api/v1/connections/{id}/budget", "GET"],
  ["/api/v1/connections/{id}/locations", "GET"],
  ["/api/v1/connections/{id}/locations/{locationId}/fields", "GET"],
  ["/api/v1/registries", "GET POST"],
  ["/api/v1/registries/{id}", "GET PATCH DELETE"],
  ["/api/v1/registries/{id}/access-presets", "POST"],
  ["/api/v1/registries/{id}/preview", "POST"],
  ["/api/v1/registries/{id}/pause", "POST"],
  ["/api/v1/registries/{id}/resume", "POST"],
  ["/api/v1/registries/{id}/runs", "POST GET"],
  ["/api/v1/activity", "GET"],
  ["/api/v1/runs/{id}", "GET"],
  ["/api/v1/runs/{id}/changes", "GET"],
  ["/api/v1/runs/{id}/matches", "GET"],
  ["/api/v1/runs/{id}/collisions", "GET"],
  ["/api/v1/registries/{id}/exclusions", "POST DELETE GET"],
  ["/api/v1/registries/{id}/shadow", "GET"],
  ["/api/v1/registries/{id}/drift", "GET"],
  ["/api/v1/registries/{id}/drift/rows", "GET"],
  ["/api/v1/registries/{id}/latency", "GET"],
  ["/api/v1/registries/{id}/flow", "GET"],
  ["/api/v1/registries/{id}/compliance", "GET"],
  ["/api/v1/overview", "GET"],
  ["/api/v1/runs/{id}/approve", "POST"],
  ["/api/v1/runs/{id}/reject", "POST"],
  ["/api/v1/runs/{id}/hold", "GET"],
  ["/api/v1/runs/{id}/change-rule", "POST"],
  ["/api/v1/runs/{id}/undo", "POST"],
  ["/api/v1/registries/{id}/restore", "POST"],
  ["/api/v1/rows/{id}/restore", "POST"],
  ["/api/v1/registries/{id}/rows", "GET"],
  ["/api/v1/rows/{id}", "GET"],
  ["/api/v1/rows/{id}/history", "GET"],
  ["/api/v1/registries/{id}/conflicts", "GET"],
  ["/api/v1/registries/{id}/conflicts/open", "GET"],
  ["/api/v1/registries/{id}/conflicts/resolve", "POST"],
  ["/api/v1/registries/{id}/conflicts/rule", "POST"],
  ["/api/v1/conflicts/{id}", "GET"],
  ["/api/v1/conflicts/{id}/resolve", "POST"],
  ["/api/v1/conflicts/{id}/reopen", "POST"],
  ["/api/v1/registries/{id}/issues", "GET"],
  ["/api/v1/registries/{id}/issues/rows", "GET"],
  ["/api/v1/issues/{id}/retry", "POST"],
  ["/api/v1/issues/{id}/mend", "POST"],
  ["/api/v1/registries/{id}/issues/retry", "POST"],
  ["/api/v1/registries/{id}/issues/skip", "POST"],
  ["/api/v1/registries/{id}/recheck", "POST"],
  ["/api/v1/schemas", "GET"],
  ["/api/v1/registries/{id}/schema", "GET PUT"],
  ["/api/v1/registries/{id}/schema/propose", "POST"],
  ["/api/v1/registries/{id}/schema/import", "POST"],
  ["/api/v1/registries/{id}/schema/preview", "POST"],
  ["/api/v1/registries/{id}/schema/publish", "POST"],
  ["/api/v1/schemas/{registry}/{file}", "GET"],
  ["/api/v1/option-sets", "GET POST"],
  ["/api/v1/option-sets/{id}", "GET PUT DELETE"],
  ["/api/v1/audit", "GET"],
  ["/api/v1/audit/checkpoint", "GET"],
  ["/api/v1/audit/export", "GET"],
  ["/api/v1/audit/{seq}", "GET"],
  ["/api/v1/api-keys", "GET POST"],
  ["/api/v1/api-keys/{id}", "DELETE"],
  ["/api/v1/attention", "GET"],
  ["/api/v1/attention/count", "GET"],
];

/** Takes what no other below /api/auth does, however long. */
const REST = "/api/auth/{nextauth}";

export const METHODS: ReadonlyMap<string, readonly string[]> = new Map([
  ...TABLE.map(([address, methods]) => [address, methods.split(" ")] as const),
  [REST, ["GET", "POST"]],
]);

const patternOf = (address: string): RegExp =>
  new RegExp(`^${address.replaceAll(".", "[.]").replace(/\{\w+\}/g, address === REST ? ".+" : "[^/]+")}$`);

/** In this order: what takes the rest comes last. */
const ROUTES = [...METHODS].map(([address, methods]) => ({
  address: patternOf(address),
  methods: [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].toSorted(),
}));

/** The methods that a route below /api has, with those that Next gives it; null: there is no such route. */
export const allowedMethods = (path: string): readonly string[] | null =>
  path.startsWith("/api/") ? (ROUTES.find(({ address }) => address.test(path))?.methods ?? null) : null;
