import { afterEach, describe, expect, it } from "vitest";
import { openSocketWith } from "@/lib/egress/guarded-socket";
import { checksAt, closeStubs, failedLine, GUARD, stub } from "./check-list.test-kit";
import { ACCEPTED, ANSWERED, answered } from "./hostile-server.test-kit";

afterEach(closeStubs);

/** Lets everybody in and answers the look at the rights with these. */
const holding = (rights: Record<string, unknown>) =>
  stub((socket, at) => {
    if (at === 0) socket.write(ACCEPTED);
    else if (at === 1) socket.write(ANSWERED);
    else socket.write(at === 2 ? answered(JSON.stringify(rights)) : ANSWERED);
  });

const UNREACHED = {
  name: "reachable",
  ok: false,
  message: "The server could not be reached.",
  remedy:
    "Check host and port, that the server runs, and that its firewall lets connections from the internet in; private addresses are reached only if the operator allows them.",
};

describe("a server that is not reached", () => {
  it("reads the same whatever is there: nothing, a closed port, silence, or what is private", async () => {
    let knocks = 0;
    const isThere = await stub(
      () => {},
      () => {
        knocks += 1;
      },
    );
    const nameless = openSocketWith({ ...GUARD, allow: [], lookup: () => Promise.reject(new Error("no")) });
    const silent = openSocketWith({
      ...GUARD,
      allow: [],
      connectMs: 100,
      lookup: () => new Promise(() => {}),
    });
    const guarded = openSocketWith({ ...GUARD, allow: [], lookup: async () => ["10.0.0.7"] });
    const lists = [
      await checksAt(5432, { host: "db.example.com", openSocket: nameless }),
      await checksAt(5432, { host: "db.example.com", openSocket: silent }),
      await checksAt(5432, { host: "db.example.com", openSocket: guarded }),
      // Port 1 is closed, the other one is open: neither may be told from the other.
      await checksAt(1, { openSocket: openSocketWith({ ...GUARD, allow: [] }) }),
      await checksAt(isThere, { openSocket: openSocketWith({ ...GUARD, allow: [] }) }),
      await checksAt(1),
    ];
    for (const checks of lists) expect(failedLine(checks)).toEqual(UNREACHED);
    expect(knocks).toBe(0);
  });

  it("that is there and says nothing is given up", async () => {
    const openSocket = openSocketWith({ ...GUARD, idleMs: 200, allow: ["127.0.0.0/8"] });
    const line = failedLine(await checksAt(await stub(() => {}), { openSocket }));
    expect(line).toMatchObject({ name: "reachable", ok: false, remedy: expect.any(String) });
  });

  it("that breaks off says that it was there", async () => {
    const checks = await checksAt(await stub((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n")));
    expect(failedLine(checks)).toMatchObject({
      name: "reachable",
      message: "The database could not be reached, or the connection broke off.",
    });
  });
});

describe("a server that lets the user in", () => {
  const all = {
    version: 170_002,
    replica: false,
    places: 3,
    readable: 3,
    writable: 3,
    policed: 0,
    schemas: ["public"],
  };

  it("passes", async () => {
    expect((await checksAt(await holding(all))).map(({ ok }) => ok)).toEqual(Array(5).fill(true));
  });

  it("and is a replica can be read", async () => {
    const line = failedLine(await checksAt(await holding({ ...all, replica: true })));
    expect(line).toEqual({
      name: "can-write",
      ok: false,
      message: "The server is a read-only replica.",
      remedy: "Connect to the primary server of shop, by the host for reading and writing.",
    });
  });

  it("and is too old is of no use", async () => {
    const checks = await checksAt(await holding({ ...all, version: 110_022 }));
    expect(failedLine(checks)).toEqual({
      name: "can-read",
      ok: false,
      message: "The server is PostgreSQL 11, which is too old.",
      remedy: "Upgrade the server to PostgreSQL 12 or newer.",
    });
    expect(checks.at(-1)?.ok).toBeNull();
  });
});
