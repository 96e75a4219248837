import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { LiveOrganization } from "@/components/live/organization";
import { scopesOf } from "@/lib/auth/policy";
import { ROLES, type Role } from "@/lib/auth/role";

const asker = { role: "owner" as Role, scopes: scopesOf("owner") };
const proof = { registries: 3, checked: 3, rows: 4512, equal: 4512, since: null };
vi.mock("next/navigation", () => ({ useRouter: () => ({ refresh: () => undefined }) }));
vi.mock("@/lib/auth/request-caller", () => ({ requestCaller: async () => asker }));
vi.mock("../connections/_components/consent-ending", () => ({ ConsentEnding: () => null }));
vi.mock("@/lib/services/attention/list-attention", () => ({
  attentionFilter: {},
  listAttention: async () => ({ groups: [], hasMore: false, count: 0, proof }),
}));

const { default: AttentionPage } = await import("./page");

test.each(ROLES)(
  "an empty page says that nothing waits, and how that is known, to those alone who may see what waits: %s",
  async (role) => {
    Object.assign(asker, { role, scopes: scopesOf(role) });
    const props = { params: Promise.resolve({ org: "org_1" }), searchParams: Promise.resolve({}) };
    const body = await AttentionPage(props);
    const page = renderToStaticMarkup(<LiveOrganization id="org_1">{body}</LiveOrganization>);
    expect(page.includes("3 registries, 4,512 of 4,512 rows equal")).toBe(role !== "billing");
    expect(page.includes("an owner or an admin gives you another")).toBe(role === "billing");
  },
);
