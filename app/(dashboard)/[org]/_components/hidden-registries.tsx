/** For a role that may not see registries: what it sees in their place, and who gives another one. */
export const HiddenRegistries = () => (
  <p className="max-w-md text-ink-soft">
    Your role sees the plan and the settings of the organization. Registries, their rows and connections, and
    what waits in them, are for other roles: Settings tells what each may do, and an owner or an admin gives
    you another.
  </p>
);
