import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { scopesOf } from "@/lib/auth/policy";
import { ROLES, type Role } from "@/lib/auth/role";

const asker = { role: "owner" as Role, scopes: scopesOf("owner") };
vi.mock("@/lib/auth/request-caller", () => ({ requestCaller: async () => asker }));
vi.mock("../_session/attention", () => ({ attentionOf: async () => [], endedConnectionsOf: async () => [] }));

const { default: AttentionPage } = await import("./page");

test.each(ROLES)(
  "an empty page says that nothing waits to those alone who may see what waits: %s",
  async (role) => {
    Object.assign(asker, { role, scopes: scopesOf(role) });
    const page = renderToStaticMarkup(await AttentionPage({ params: Promise.resolve({ org: "org_1" }) }));
    expect(page.includes("No plan is held")).toBe(role !== "billing");
    expect(page.includes("an owner or an admin gives you another")).toBe(role === "billing");
  },
);
