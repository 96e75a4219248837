import { type BrowserContext, test as base, expect } from "@playwright/test";

/** Violations of this context's pages, popups and frames too: their events, and what the browser says of those that have none. */
async function watch(context: BrowserContext, violations: string[]): Promise<void> {
  context.on("console", (message) => {
    if (/content security policy/i.test(message.text())) violations.push(`console: ${message.text()}`);
  });
  await context.exposeBinding("tellViolation", (_source, text: string) => violations.push(text));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const { tellViolation } = window as unknown as { tellViolation: (text: string) => void };
      tellViolation(`${location.pathname}: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
}

/**
 * `test` that fails at its end where the content security policy of any page, in any context of the browser, refused
 * something. A test that means it takes `violations` and empties the list.
 */
export const test = base.extend<{ readonly violations: string[] }>({
  // Automatic ones are set up before the test's own context, and end after it was closed.
  violations: [
    async ({ browser }, use) => {
      const violations: string[] = [];
      const { newContext } = browser;
      browser.newContext = async (options) => {
        const context = await newContext.call(browser, options);
        await watch(context, violations);
        return context;
      };
      await use(violations);
      browser.newContext = newContext;
      expect(violations, "what the content security policy refused").toEqual([]);
    },
    { auto: true },
  ],
});
