import { expect } from "@playwright/test";
import { test } from "./support/watched-test";

test("who is not signed in sees what the product does, checks it, and finds his way", async ({ page }) => {
  await page.goto("/?landing");
  const log = page.getByRole("status").filter({ hasText: "Verified by your browser" });
  await expect(log).toBeVisible();
  const entry = page.getByRole("textbox", { name: "Entry 2" });
  await entry.fill((await entry.inputValue()).replace("run.approved", "run.rejected"));
  await expect(page.getByText("Changed: the root differs")).toBeVisible();
  await page.getByRole("button", { name: "Put back" }).click();
  await expect(log).toBeVisible();

  await page.getByLabel("Strategy").selectOption({ label: "Notion is the authority" });
  await expect(page.getByText("Final goes everywhere.")).toBeVisible();

  const main = page.getByRole("navigation", { name: "Main" });
  await main.getByRole("link", { name: "Pricing" }).click();
  await expect(page.getByRole("region", { name: "Starter" }).getByText("$299")).toBeVisible();
  await main.getByRole("link", { name: "Status" }).click();
  await expect(page.getByRole("heading", { name: "Job runner" })).toBeVisible();

  await main.getByRole("link", { name: "Docs" }).click();
  await page.getByRole("searchbox", { name: "Search the docs" }).fill("moment of a write");
  await page.getByRole("link", { name: /^The moment of a write/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Honest limits" })).toBeVisible();
  await page.getByRole("navigation", { name: "Docs" }).getByRole("link", { name: "API reference" }).click();
  await page.getByText("/registries/{id}/preview", { exact: true }).click();
  await expect(
    page.getByText("A dry run of what a change of fields, mappings or filter would write"),
  ).toBeVisible();
});

test("robots are told what is public, and nothing of organizations", async ({ request }) => {
  const robots = await (await request.get("/robots.txt")).text();
  expect(robots).toContain("Disallow: /");
  const sitemap = await (await request.get("/sitemap.xml")).text();
  expect(sitemap).toContain("/docs/brakes");
  expect(sitemap).not.toContain("org_");
});
