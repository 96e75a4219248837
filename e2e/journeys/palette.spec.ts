import { expect } from "@playwright/test";
import { test } from "../support/demo-test";
import { openRegistry } from "../support/registry-screen";

test("the palette opens the row that it found, and what is closed gives the focus back", async ({
  page,
  cities,
}) => {
  const { postgres } = await cities.equalRows();
  const key = postgres[7]?.key ?? "";
  await openRegistry(page, "Cities");
  const restore = page.getByRole("button", { name: "Restore to a moment" });
  await restore.click();
  await expect(page.getByRole("dialog", { name: /^Restore Cities/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(restore).toBeFocused();

  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill(key);
  const palette = page.getByRole("dialog", { name: "Go to anything, do anything" });
  await expect(palette.getByRole("group", { name: "Rows" }).getByRole("option").first()).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await page.keyboard.press("Escape");
  await expect(restore).toBeFocused();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill(key);
  await expect(palette.getByRole("option", { selected: true })).toContainText("Cities");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/rows\/row_/);
});
