/** Next calls this once as a server starts, before it answers anything. Ends the process on an unsafe configuration. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: Next puts the runtime's name here as it builds each bundle
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const [{ readEnv }, { unsafeConfiguration }, { readKeyFile }, { roleRights }] = await Promise.all([
    import("./lib/env"),
    import("./lib/unsafe-configuration"),
    import("./lib/vault/key-file"),
    import("./lib/db/role-rights"),
  ]);
  const reasons = await unsafeConfiguration(readEnv(), { readKeyFile, roleRights });
  if (reasons.length === 0) return;
  process.stderr.write(
    `chittysync: this configuration is not safe to start with:\n${reasons.map((reason) => `  ${reason}\n`).join("")}`,
  );
  // Next answers a throw here by serving errors; a supervisor must see that there is no server.
  process.exit(1);
}
