import { expect, type Page } from "@playwright/test";
import { test } from "../support/demo-test";
import { grouped, openRegistry } from "../support/registry-screen";

const TABS = ["Runs", "Rows", "Conflicts", "Issues", "Mapping", "Schema", "Access", "Settings"];

for (const colorScheme of ["light", "dark"] as const) {
  test(`both registries are up to date, and nothing complains, in the ${colorScheme}`, async ({
    page,
    cities,
  }) => {
    const complaints = listen(page);
    await page.emulateMedia({ colorScheme });
    await page.goto("/");
    const list = page.getByRole("list", { name: "Registries" });
    for (const { name } of cities.ready.registries) {
      const line = list.getByRole("listitem").filter({ has: page.getByRole("link", { name, exact: true }) });
      await expect(line.getByText("Up to date", { exact: true })).toBeVisible();
    }
    expect(await brightness(page)).toBe(colorScheme);

    const { postgres } = await cities.equalRows();
    await openRegistry(page, "Cities");
    const all = grouped(postgres.length);
    await expect(
      page.getByRole("region", { name: "Sides" }).getByText(`${all} of ${all} equal on all sides`),
    ).toBeVisible();
    for (const name of TABS) {
      const tab = page.getByRole("navigation", { name: "Parts of the registry" }).getByRole("link", { name });
      await tab.click();
      await expect(tab).toHaveAttribute("aria-current", "page");
    }
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Connections" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Connections" })).toBeVisible();
    await page
      .getByRole("navigation", { name: "Main" })
      .getByRole("link", { name: /Needs attention/ })
      .click();
    await expect(page.getByRole("heading", { level: 1, name: "Needs attention" })).toBeVisible();
    expect(complaints).toEqual([]);
  });
}

/** What the browser has to say: errors, warnings of the console, refusals of the content security policy. */
function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // A page that is left gives up what it was still asking for.
    if (why !== "net::ERR_ABORTED") complaints.push(`${request.url()}: ${why}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.url()}: ${response.status()}`);
  });
  return complaints;
}

/** Whether the page's background is light or dark, whatever notation its colour is written in. */
function brightness(page: Page): Promise<"light" | "dark"> {
  return page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d");
    if (!canvas) throw new Error("no canvas to read the colour with");
    canvas.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
    canvas.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return red + green + blue > 384 ? "light" : "dark";
  });
}
