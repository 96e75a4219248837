/** Next calls this once as a server starts, before it answers anything. */
export async function register(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: Next puts the runtime's name here as it builds each bundle
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const [{ tellPeers }, { refuseUnsafeStart }, { readKeyFile }, { roleRights }] = await Promise.all([
      import("./lib/auth/client-address"),
      import("./lib/unsafe-configuration"),
      import("./lib/vault/key-file"),
      import("./lib/db/role-rights"),
    ]);
    tellPeers();
    await refuseUnsafeStart({ readKeyFile, roleRights });
  }
}
