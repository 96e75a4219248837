import { rememberEnvironment } from "@/lib/known-secrets";
import { scrubOutput } from "@/lib/scrub-output";
import { reasonOf, stderrLog } from "./log";
import { startRunner } from "./runner";
import { settingsFrom } from "./settings";

/** Prints one JSON line with the runner's URL when it listens, then works until it is told to stop. */
async function main(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: the one place where this process reads its environment
  const environment = process.env;
  rememberEnvironment(environment);
  scrubOutput();
  const settings = settingsFrom(environment);
  const runner = await startRunner(settings, stderrLog);
  process.stdout.write(`${JSON.stringify({ ready: true, url: runner.url })}\n`);
  process.on("SIGHUP", () => runner.resync());
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => {
      runner.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
}

main().catch((error: unknown) => {
  stderrLog("stopped", { reason: reasonOf(error) });
  process.exit(1);
});
