import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

const PASSWORD = "TESTONLY-pass-word-1";

/** What a process says that remembers a password, scrubs its output and then does this. */
function saidBy(does: string): string {
  const program = `
    import { rememberSecret } from "./known-secrets";
    import { scrubOutput } from "./scrub-output";
    rememberSecret(process.env.PASSWORD ?? "");
    scrubOutput();
    ${does}`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", program.replaceAll(/\s+/g, " ")],
    { cwd: import.meta.dirname, env: { ...process.env, PASSWORD }, encoding: "utf8" },
  );
  return `${stdout}${stderr}`;
}

test("what frameworks print and what a process dies of is scrubbed", () => {
  const said = saidBy(`
    const secret = process.env.PASSWORD;
    console.log("printed", secret);
    console.error(new Error("refused " + secret, { cause: new Error("because " + secret) }));
    process.stdout.write(Buffer.from("bytes " + secret + "\\n"));
    throw Object.assign(new Error("died of " + secret, { cause: new Error("deep " + secret) }),
      { detail: "Key (password)=(" + secret + ")" });`);
  for (const part of ["printed ***", "refused ***", "because ***", "bytes ***", "died of ***"])
    expect(said).toContain(part);
  expect(said).not.toContain(PASSWORD);
});

test("a line of the log stays one, whatever is hidden", () => {
  const said = saidBy(`
    const { log } = await import("./log");
    rememberSecret(String.fromCharCode(44) + JSON.stringify("level") + ":");
    rememberSecret("org_01h455vb4pex5vsknk084sn02q");
    log("error", "broke", { text: process.env.PASSWORD, organization: "org_01h455vb4pex5vsknk084sn02q" });`);
  expect(JSON.parse(said)).toMatchObject({
    level: "error",
    event: "broke",
    text: "***",
    organization: "org_01h455vb4pex5vsknk084sn02q",
  });
});
