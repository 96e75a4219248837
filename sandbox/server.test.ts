import type { Server } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { json, type SandboxHandler, serve } from "./server";

const open: Server[] = [];
async function started(handler: SandboxHandler): Promise<string> {
  const { server, url } = await serve(0, handler);
  open.push(server);
  return url;
}
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe("the sandbox's server", () => {
  it("hands over method, path, query, headers and the body's bytes", async () => {
    const url = await started((request) =>
      json(
        201,
        {
          method: request.method,
          path: request.url.pathname,
          query: request.url.searchParams.get("q"),
          own: request.headers["x-own"],
          body: [...request.body],
        },
        { "x-more": "yes" },
      ),
    );
    const answer = await fetch(`${url}/a/b?q=%C3%A9`, {
      method: "PATCH",
      headers: { "x-own": "1" },
      body: Uint8Array.of(0, 255, 10),
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get("content-type")).toContain("application/json");
    expect(answer.headers.get("x-more")).toBe("yes");
    expect(await answer.json()).toEqual({
      method: "PATCH",
      path: "/a/b",
      query: "é",
      own: "1",
      body: [0, 255, 10],
    });
  });

  it("listens on loopback only", async () => {
    const url = await started(() => json(200, {}));
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(open[0]?.address()).toMatchObject({ address: "127.0.0.1" });
  });

  it("cuts the connection before an answer, or in the middle of one", async () => {
    const url = await started(({ url: { pathname } }) =>
      pathname === "/before" ? { cut: "before-answer" } : { cut: "mid-body", body: '{"half":' },
    );
    await expect(fetch(`${url}/before`)).rejects.toThrow("fetch failed");
    const answer = await fetch(`${url}/middle`);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  it("answers 500 and logs where the handler throws, and lives on", async () => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    const url = await started(({ url: { pathname } }) => {
      if (pathname === "/broken") throw new Error("a fault of the sandbox");
      return json(200, "alive");
    });
    const answer = await fetch(`${url}/broken`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("a fault of the sandbox");
    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
    expect(await (await fetch(url)).json()).toBe("alive");
  });

  it("fails where the port is taken", async () => {
    const url = await started(() => json(200, {}));
    await expect(serve(Number(new URL(url).port), () => json(200, {}))).rejects.toThrow("EADDRINUSE");
  });
});
