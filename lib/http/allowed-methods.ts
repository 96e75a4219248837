import { API_ROOT } from "./operation";
import { allOperations } from "./operations/all";

/** Routes below /api that are no operation of the API. */
const BESIDE: readonly (readonly [address: string, methods: readonly string[]])[] = [
  [`${API_ROOT}/openapi.json`, ["GET"]],
  ["/api/health", ["GET"]],
  ["/api/inngest", ["GET", "POST", "PUT"]],
  ["/api/oauth/{kind}/start", ["GET"]],
  ["/api/oauth/{kind}/callback", ["GET"]],
  ["/api/auth/demo", ["GET"]],
  ["/api/auth/oidc/{provider}/start", ["GET"]],
  ["/api/auth/oidc/{provider}/callback", ["GET"]],
  ["/api/auth/saml/{provider}/start", ["GET"]],
  ["/api/auth/saml/{provider}/acs", ["POST"]],
  ["/api/auth/saml/{provider}/finish", ["GET"]],
  ["/api/auth/saml/{provider}/metadata", ["GET"]],
];

/** Takes what no other below /api/auth does, however long. */
const REST = "/api/auth/{nextauth}";

/** By address, with parameters in braces. */
export const METHODS: ReadonlyMap<string, readonly string[]> = new Map([
  ...BESIDE,
  ...Array.from(
    Map.groupBy(allOperations, ({ path }) => `${API_ROOT}${path}`),
    ([address, operations]) => [address, operations.map(({ method }) => method)] as const,
  ),
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
  ROUTES.find(({ address }) => address.test(path))?.methods ?? null;
