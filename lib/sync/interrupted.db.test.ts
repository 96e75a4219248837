import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { uuidOf } from "@/lib/ids";
import { advanceRun } from "./advance";
import { hostOf } from "./host";
import { RunSession } from "./session";
import { type Companies, companies, company, makeCompanies } from "./testing/companies";
import { jumpingClock, Killed, killOnce, meddle } from "./testing/meddle";
import { openWorld, runUuid, type World } from "./testing/world";

vi.mock("@/lib/reach/open-connection", async (original) => {
  const { meddled } = await import("./testing/meddle");
  return meddled(await original());
});

let world: World;
let registry: Companies;
let next = 1;

beforeAll(async () => {
  world = await openWorld();
  registry = await makeCompanies(world, { notion: companies(1, 12) });
  await registry.run();
  next = 13;
});

beforeEach(() => {
  meddle.before = null;
  meddle.after = null;
});

afterAll(() => world.close());

/** A row of its own on each side, an edit and a deletion: something of every kind to be interrupted in. */
async function changeSomething(): Promise<void> {
  await registry.notion.add(company(next));
  await registry.table.add(company(next + 1));
  await registry.sheet.add(company(next + 2));
  next += 3;
  await registry.notion.edit("C02", "City", `Edit ${next}`);
  await registry.table.edit("C03", "Staff", String(next));
}

const codes = () => ["C01", "C02", "C03", ...companies(4, next - 1).map(({ Code }) => Code)];

async function allEqual(): Promise<void> {
  expect((await registry.equal()).map(({ Code }) => Code)).toEqual(codes());
  const run = await registry.run();
  expect(run).toMatchObject({ status: "done", counts: { create: 0, update: 0, delete: 0 } });
}

describe("a run that is killed", () => {
  test.each([
    ["before", "notion"],
    ["after", "notion"],
    ["before", "postgres"],
    ["after", "postgres"],
    ["before", "google-sheets"],
    ["after", "google-sheets"],
  ] as const)("%s %s wrote is carried on without a duplicate", async (when, kind) => {
    await changeSomething();
    killOnce(when, kind);
    const asked = await world.request(registry.id);
    await expect(advanceRun(world.tenant.caller.organizationId, runUuid(asked))).rejects.toThrow(Killed);
    expect(await world.carry(asked)).toMatchObject({ status: "done" });
    await allEqual();
  });

  test("again and again, after every write, still comes to its end", async () => {
    await changeSomething();
    let kills = 0;
    meddle.after = () => {
      kills += 1;
      if (kills <= 3) throw new Killed();
    };
    expect(await registry.run()).toMatchObject({ status: "done" });
    expect(kills).toBeGreaterThan(3);
    await allEqual();
  });

  test("and given up leaves nothing that the next run does not mend", async () => {
    await changeSomething();
    meddle.after = (kind) => {
      if (kind === "postgres") throw new Killed();
    };
    expect((await registry.run()).status).toBe("failed");
    meddle.after = null;
    await registry.run();
    await allEqual();
  });

  test("and given up has what it wrote committed by the next run: it is nobody's edit", async () => {
    await registry.notion.edit("C01", "City", "Written once");
    meddle.after = (kind) => {
      if (kind === "google-sheets") throw new Killed();
    };
    const givenUp = await registry.run();
    expect(givenUp.status).toBe("failed");
    meddle.after = null;
    const asked = await world.request(registry.id);
    const versions = () =>
      world.ours("select cells->>'name' from rows.row_version where run_id = $1 and key = '[\"C01\"]'", [
        runUuid(givenUp),
      ]);
    expect(await versions()).toEqual([]);
    await advanceRun(world.tenant.caller.organizationId, runUuid(asked), jumpingClock());
    expect(await versions()).toHaveLength(1);
    expect(await world.carry(asked)).toMatchObject({ status: "done", counts: { conflict: 0 } });
    await allEqual();
  });

  test("goes on from what is durable when each action is another worker's", async () => {
    await changeSomething();
    const asked = await world.request(registry.id);
    const clock = jumpingClock();
    const phases: string[] = [];
    for (;;) {
      const { phase } = await advanceRun(world.tenant.caller.organizationId, runUuid(asked), clock);
      phases.push(phase);
      if (phase === "apply") break;
    }
    expect(phases).toEqual(["pull", "pull", "pull", "seal", "plan", "brake", "apply"]);
    expect(await world.carry(asked)).toMatchObject({ status: "done" });
    await allEqual();
  });
});

test("a run whose staging the server lost leaves no mark: what it saw and did not commit is read again", async () => {
  const marks = () =>
    world.ours("select id from public.side where registry_id = $1 and mark is not null", [
      uuidOf("reg", registry.id),
    ]);
  await registry.run();
  expect(await marks()).toHaveLength(2);
  await registry.sheet.edit("C01", "City", "Seen before the crash");
  meddle.after = async () => {
    await world.ours("truncate rows.obs");
  };
  expect((await registry.run()).status).toBe("done");
  expect(await marks()).toEqual([]);
  meddle.after = null;
  await allEqual();
  expect(await marks()).toHaveLength(2);
});

describe("an answer that is lost", () => {
  test("in Notion after a create, while queries lag behind, makes no second page", async () => {
    world.notion("set-limits", { indexLagMs: 3_600_000 });
    await registry.table.add(company(next));
    next += 1;
    world.notion("fault", { kind: "reset-after", match: { method: "POST", path: "^/v1/pages$" } });
    expect((await registry.run()).status).toBe("done-with-issues");
    world.notion("set-limits", { indexLagMs: 0 });
    world.advance(3_600_000);
    expect((await registry.run()).status).toBe("done");
    await allEqual();
  });

  test.each(["reset-after", "503-after"])(
    "in Notion after a create (%s) makes no second page",
    async (kind) => {
      await registry.table.add(company(next));
      next += 1;
      world.notion("fault", { kind, match: { method: "POST", path: "^/v1/pages$" } });
      expect((await registry.run()).status).toBe("done");
      expect(world.notion("pending-faults")).toBe(0);
      await allEqual();
    },
  );

  test.each(["reset-after", "503-after"])(
    "in the sheet after a write (%s) makes no second line",
    async (kind) => {
      await registry.table.add(company(next));
      await registry.notion.edit("C02", "Name", `Lost ${kind}`);
      next += 1;
      world.google("fault", { kind, match: { method: "POST", path: ":batchUpdate$" } });
      expect((await registry.run()).status).toBe("done");
      await allEqual();
    },
  );
});

describe("a side that is down", () => {
  test("while writing keeps nobody up; the next run completes it", async () => {
    await changeSomething();
    world.google("fault", { kind: "500", match: { method: "POST", path: ":batchUpdate$" }, times: 1_000 });
    const run = await registry.run();
    world.google("clear-faults");
    expect(run.status).toBe("done-with-issues");
    expect(run.counts.verified).toBeLessThan(run.counts.rows ?? 0);
    expect(await registry.table.rows()).toEqual(await registry.notion.rows());
    expect((await registry.issues()).map(({ side }) => side)).toContain(registry.sides.google);
    expect(await registry.run()).toMatchObject({ status: "done" });
    expect(await registry.issues()).toEqual([]);
    await allEqual();
  });

  test("altogether, from the first write on, keeps nobody up either", async () => {
    await changeSomething();
    meddle.before = (kind) => {
      if (kind === "notion") world.google("fault", { kind: "500", times: 1_000 });
    };
    const run = await registry.run();
    meddle.before = null;
    world.google("clear-faults");
    expect(run.status).toBe("done-with-issues");
    expect(await registry.table.rows()).toEqual(await registry.notion.rows());
    expect(await registry.run()).toMatchObject({ status: "done" });
    await allEqual();
  });
});

describe("a deletion", () => {
  test("that one side could not carry out is carried out there by the next run, and undone nowhere", async () => {
    await registry.notion.add(company(95));
    await registry.run();
    await registry.table.remove("C95");
    world.google("fault", { kind: "500", match: { method: "POST", path: ":batchUpdate$" }, times: 1_000 });
    await registry.run();
    const [kept] = await world.ours("select key from rows.base where key like '%C95%'");
    world.google("clear-faults");
    expect(kept).toBeDefined();
    expect((await registry.notion.rows()).map(({ Code }) => Code)).not.toContain("C95");
    expect((await registry.run()).counts).toMatchObject({ create: 0, delete: 1 });
    await allEqual();
    expect(await world.ours("select from rows.base where key like '%C95%'")).toEqual([]);
  });

  test("that one side could not carry out loses to an edit made there meanwhile", async () => {
    await registry.notion.add(company(96));
    await registry.run();
    await registry.table.remove("C96");
    world.google("fault", { kind: "500", match: { method: "POST", path: ":batchUpdate$" }, times: 1_000 });
    await registry.run();
    world.google("clear-faults");
    await registry.sheet.edit("C96", "City", "Wanted after all");
    expect((await registry.run()).counts).toMatchObject({ create: 2, delete: 0 });
    const rows = await registry.equal();
    expect(rows.filter(({ Code }) => Code === "C96")).toEqual([company(96, { City: "Wanted after all" })]);
    await registry.notion.remove("C96");
    await registry.run();
    await allEqual();
  });
});

describe("a person who edits during the run", () => {
  test.each([
    ["notion", "notion"],
    ["postgres", "table"],
    ["google-sheets", "sheet"],
  ] as const)("another cell of a row that is being written to %s is not overheard", async (kind, at) => {
    const source = at === "table" ? registry.sheet : registry.table;
    await source.edit("C01", "City", `City by ${at}`);
    meddle.before = async (of) => {
      if (of !== kind) return;
      meddle.before = null;
      await registry[at].edit("C01", "Name", `Name by ${at}`);
    };
    await registry.run();
    await registry.run();
    const row = (await registry.equal())[0];
    expect(row).toMatchObject({ City: `City by ${at}`, Name: `Name by ${at}` });
    await allEqual();
  });

  test.each([
    ["notion", "notion"],
    ["postgres", "table"],
    ["google-sheets", "sheet"],
  ] as const)("the very cell that is being written to %s: both values are kept", async (kind, at) => {
    const source = at === "table" ? registry.sheet : registry.table;
    await source.edit("C01", "City", `Ours ${at}`);
    meddle.before = async (of) => {
      if (of !== kind) return;
      meddle.before = null;
      await registry[at].edit("C01", "City", `Theirs ${at}`);
    };
    await registry.run();
    await registry.run();
    await registry.run();
    const [row] = await registry.equal();
    const seen = (await registry.conflicts()).data.flatMap(({ candidates }) =>
      candidates.map(({ value }) => value),
    );
    expect([...seen, row?.City]).toEqual(expect.arrayContaining([`Ours ${at}`, `Theirs ${at}`]));
    await allEqual();
  });
});

describe("two workers", () => {
  test("the one whose lease was taken over cannot commit", async () => {
    const { organizationId } = world.tenant.caller;
    const asked = await world.request(registry.id);
    const open = () => RunSession.open(hostOf(organizationId), runUuid(asked));
    const first = await open();
    expect(await open(), "while the first has the run in hand").toBeNull();
    await world.ours("update public.registry set lease_until = now() - interval '1 second'");
    const second = await open();
    const nothing = async () => ({ event: null });
    await expect(first?.commit(nothing)).rejects.toMatchObject({ kind: "stale" });
    await expect(second?.commit(nothing)).resolves.toBeUndefined();
    await Promise.all([first?.close(), second?.close()]);
    expect((await world.carry(asked)).status).toBe("done");
  });

  test("a run that is asked to go on when it is over keeps nobody waiting", async () => {
    const run = await registry.run();
    await world.carry(run);
    expect(await world.ours("select from public.registry where lease_run_id is not null")).toEqual([]);
  });
});

describe("what was read", () => {
  test("and lost before the plan is read again; nothing is deleted", async () => {
    await changeSomething();
    const { organizationId } = world.tenant.caller;
    const asked = await world.request(registry.id);
    const clock = jumpingClock();
    while ((await advanceRun(organizationId, runUuid(asked), clock)).phase !== "plan");
    await world.ours("truncate rows.obs");
    const run = await world.carry(asked);
    expect(run).toMatchObject({ status: "done", counts: { delete: 0 } });
    await allEqual();
  });

  for (const phase of ["pull", "seal"]) {
    test(`and lost in phase ${phase}, when some or all of it was read, is read again`, async () => {
      await changeSomething();
      const { organizationId } = world.tenant.caller;
      const asked = await world.request(registry.id);
      const clock = jumpingClock();
      const turn = () => advanceRun(organizationId, runUuid(asked), clock);
      while ((await turn()).phase !== phase);
      // Into the reads: the first turn of the phase has staged nothing yet.
      if (phase === "pull") expect((await turn()).phase).toBe("pull");
      await world.ours("truncate rows.obs");
      const run = await world.carry(asked);
      expect(run).toMatchObject({ status: "done", counts: { delete: 0 } });
      await allEqual();
    });
  }

  test("and partly lost is read again as well", async () => {
    const { organizationId } = world.tenant.caller;
    const asked = await world.request(registry.id);
    const clock = jumpingClock();
    while ((await advanceRun(organizationId, runUuid(asked), clock)).phase !== "plan");
    await world.ours("delete from rows.obs where ordinal = 3");
    expect(await world.carry(asked)).toMatchObject({ status: "done", counts: { delete: 0 } });
    await allEqual();
  });
});
