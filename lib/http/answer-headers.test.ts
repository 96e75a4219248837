import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { answerHeaders, headEveryAnswer } from "./answer-headers";

const server = createServer((request, response) => {
  if (request.url === "/own") response.setHeader("referrer-policy", "no-referrer");
  response.writeHead(request.url === "/broken" ? 500 : 200, { "x-own": "1" }).end();
});

afterAll(() => server.close());

test("strict transport is said under https only", () => {
  const told = answerHeaders("https://app.example.com");
  expect(told["strict-transport-security"]).toBe("max-age=31536000; includeSubDomains");
  expect(answerHeaders("http://127.0.0.1:3000")).not.toHaveProperty("strict-transport-security");
});

test("every answer of the process has them, and a route's own word counts", async () => {
  headEveryAnswer("https://app.example.com");
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const headersOf = (path: string) =>
    new Promise<NodeJS.Dict<string | string[]>>((resolve, reject) => {
      get({ port, host: "127.0.0.1", path, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.headers);
      }).on("error", reject);
    });
  for (const path of ["/", "/broken"])
    expect(await headersOf(path)).toMatchObject({
      ...answerHeaders("https://app.example.com"),
      "x-own": "1",
    });
  expect((await headersOf("/own"))["referrer-policy"]).toBe("no-referrer");
});
