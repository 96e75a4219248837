import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, expect, test, vi } from "vitest";
import type { Env } from "@/lib/env";

const environment: { NODE_ENV: Env["NODE_ENV"]; GALLERY?: string } = { NODE_ENV: "production" };
vi.mock("@/lib/env", () => ({ env: () => environment }));
vi.mock("next/navigation", async (original) => ({
  ...(await original<typeof import("next/navigation")>()),
  useRouter: () => ({ push: () => undefined }),
  usePathname: () => "/gallery",
}));
vi.mock("next/headers", () => ({ cookies: async () => ({ get: () => undefined }) }));

const { default: GalleryPage } = await import("./page");

beforeEach(() => {
  delete environment.GALLERY;
});

test.each(["", "0", "true", undefined])("production answers 404 with GALLERY=%s", async (given) => {
  Object.assign(environment, { NODE_ENV: "production" }, given === undefined ? {} : { GALLERY: given });
  await expect(GalleryPage()).rejects.toMatchObject({ digest: expect.stringContaining(";404") });
});

test.each([{ NODE_ENV: "development" as const }, { NODE_ENV: "production" as const, GALLERY: "1" }])(
  "shown where it is developed or asked for: %j",
  async (given) => {
    Object.assign(environment, given);
    const page = renderToStaticMarkup(await GalleryPage());
    expect(page).toContain("Tokens");
    // What the server sends may style nothing by an attribute: the policy of pages refuses it.
    expect(page).not.toMatch(/ style=/);
  },
);
