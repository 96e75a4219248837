import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import type { ProviderView, SignInView } from "@/lib/services/sign-in/sign-in-view";
import { ProviderList } from "./provider-list";
import { RequirementCard } from "./requirement-card";

vi.mock("next/navigation", () => ({ useRouter: () => ({ refresh: () => {} }) }));
vi.mock("../actions", () => ({}));

const provider = (id: string, more: Partial<ProviderView>): ProviderView => ({
  ...{
    kind: "saml",
    id,
    name: id,
    isOn: true,
    isRequired: false,
    isTried: false,
    hasSecret: false,
    ours: [],
  },
  config: {
    entityId: "urn:idp",
    ssoUrl: "https://idp.example",
    certificates: [],
    metadataUrl: "https://idp.example",
  },
  startPath: `/api/auth/saml/${id}/start`,
  ...(more as object),
});

const providers = [provider("Required", { isRequired: true }), provider("Off", { isOn: false })];
const owners = [{ id: "per_1", name: "Ada", email: "ada@example.com", isBreakGlass: true }];
const draft: SignInView["draft"] = { draft: "d", oidc: [], saml: [] };

/** What the buttons of the two sections say, to who may set providers up or not. */
function buttonsFor(mayProvide: boolean): string[] {
  const markup = renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <ProviderList providers={providers} draft={draft} mayProvide={mayProvide} />
      <RequirementCard providers={providers} owners={owners} mayProvide={mayProvide} hasDomain />
    </QueryClientProvider>,
  );
  expect(markup).toContain("ada@example.com");
  const words = [...markup.matchAll(/<(button|a)\b[^>]*>(.*?)<\/\1>/g)];
  return words.map(([, , inner = ""]) => inner.replaceAll(/<[^>]+>/g, ""));
}

test("an owner has a button for everything, and an admin none that would be refused", () => {
  const of = ["Turn off", "Edit", "Delete", "Read the metadata again"];
  expect(buttonsFor(true)).toEqual([
    "Add a provider",
    ...["Try it", ...of],
    ...["Turn on", ...of.slice(1)],
    "Let them in by any way",
    "Not any more",
  ]);
  expect(buttonsFor(false)).toEqual(["Try it"]);
});
