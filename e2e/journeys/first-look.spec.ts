import { expect, test } from "@playwright/test";

/** Promise: who opens the demo sees both registries equal on all sides, in light and in dark, without a fault. */
for (const colorScheme of ["light", "dark"] as const) {
  test(`both registries are up to date, ${colorScheme}`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ colorScheme, ...(baseURL ? { baseURL } : {}) });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(error.message));
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Registries" })).toBeVisible();
    for (const name of ["Cities", "Countries"]) {
      await expect(
        page.getByRole("listitem").filter({ hasText: name }).getByText("Up to date"),
      ).toBeVisible();
    }
    await page
      .getByRole("link", { name: /Cities/ })
      .first()
      .click();
    await expect(page.getByText(/equal on all sides/).first()).toBeVisible();
    for (const tab of ["Rows", "Conflicts", "Issues", "Mapping"]) {
      await page.getByRole("link", { name: new RegExp(`^${tab}`) }).click();
      await expect(page).toHaveURL(new RegExp(`/${tab.toLowerCase()}$`));
    }
    expect(faults).toEqual([]);
    await context.close();
  });
}
