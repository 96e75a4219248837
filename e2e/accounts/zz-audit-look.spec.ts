import { openDemo } from "../support/signed-in";
import { test } from "../support/watched-test";

const SHOTS = "/tmp/w1/audit-shots";
test("look", async ({ page }) => {
  test.setTimeout(600_000);
  await page.setViewportSize({ width: 1440, height: 1000 });
  await openDemo(page);
  const org = new URL(page.url()).pathname.split("/")[1];
  const shoot = async (path: string, name: string) => {
    await page.goto(`/${org}${path}`, { timeout: 120_000 });
    await page.waitForTimeout(6000);
    await page.screenshot({ path: `${SHOTS}/${name}.png` });
  };
  await shoot("/audit", "audit");
  await page.locator("tr[data-row]").nth(2).click({ timeout: 60_000 }).catch((e) => console.log(String(e).slice(0, 1500)));
  await page.waitForTimeout(4000);
  await page.getByText("For the expert").click().catch(() => {});
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${SHOTS}/audit-detail.png` });
  await shoot("/audit?key=101026&action=row", "audit-key");
  await shoot("/activity", "activity");
  await shoot("/activity/people", "people");
  await page.emulateMedia({ colorScheme: "dark" });
  await shoot("/audit", "audit-dark");
  await page.setViewportSize({ width: 390, height: 844 });
  await shoot("/audit", "audit-phone");
  await shoot("/activity", "activity-phone");
});
