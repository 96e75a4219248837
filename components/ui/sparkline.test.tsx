import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Sparkline } from "./sparkline";

test("a sparkline has a gap where nothing was measured, and says so where nothing was at all", () => {
  const page = renderToStaticMarkup(<Sparkline label="changes a day" values={[1, 2, null, 4, 5]} />);
  expect(page.match(/<path/g)).toHaveLength(2);
  expect(page).toContain('aria-label="changes a day: last 5, most 5"');
  expect(renderToStaticMarkup(<Sparkline label="changes a day" values={[null]} />)).toContain("not measured");
});
