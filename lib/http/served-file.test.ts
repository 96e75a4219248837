import { expect, test } from "vitest";
import { fileResponse } from "./served-file";

test("a file is made only as fast as it is taken, and no further once its reader is gone", async () => {
  let [made, isLeft] = [0, false];
  async function* parts() {
    try {
      for (;;) {
        made += 1;
        yield `part ${made}\n`;
      }
    } finally {
      isLeft = true;
    }
  }
  const response = fileResponse({ name: "a.csv", mediaType: "text/csv", parts: parts() });
  expect(response.headers.get("content-disposition")).toBe('attachment; filename="a.csv"');
  const reader = response.body?.getReader();
  for (let at = 0; at < 3; at += 1) await reader?.read();
  expect(made).toBeLessThan(6);
  await reader?.cancel();
  expect(isLeft).toBe(true);
});
