import { type Caller, scopesOf } from "@/lib/auth/policy";
import { type Scoped, withOrg } from "@/lib/db/control";
import { plantOrganization } from "@/lib/db/control-plane.test-kit";
import { personWithEmail } from "@/lib/db/resolve";
import { newUuid, publicId, uuidOf } from "@/lib/ids";
import { type CreateChannelRequest, createChannelInput } from "../channel-input";
import { createChannel } from "../create-channel";

/** An organization with a registry and an owner, who is told of it. */
export interface Desk {
  readonly caller: Caller;
  readonly organizationId: string;
  readonly registryId: string;
  readonly connectionId: string;
  readonly runId: string;
  readonly email: string;
  /** Makes a channel; answers its uuid and its secret. */
  channel(
    input: object,
  ): Promise<{ readonly id: string; readonly publicId: string; readonly secret: string }>;
  change(work: (db: Scoped) => Promise<unknown>): Promise<void>;
  /** The registry as a run left it. */
  leave(state: string, more?: object): Promise<void>;
  /** A plan of the registry that waits for a person. */
  hold(): Promise<void>;
}

const BRAKE = {
  ...{ kind: "deletes", severity: "hold", sideId: null, value: 36, limit: 24, total: 240 },
  message: "This run would delete 36 of 240 rows.",
};

export async function openDesk(name: string): Promise<Desk> {
  const { organizationId, registryId, connectionId, runId } = await plantOrganization(name);
  const email = `${newUuid()}@example.com`;
  const personId = await personWithEmail(newUuid(), email, "Owner");
  const change = async (work: (db: Scoped) => Promise<unknown>) => {
    await withOrg(organizationId, work);
  };
  await change((db) => db.member.create({ data: { organizationId, personId, role: "owner" } }));
  const actor = { type: "person", ref: publicId("per", personId) } as const;
  const caller = {
    organizationId,
    actor,
    role: "owner",
    scopes: scopesOf("owner"),
    requestId: newUuid(),
  } as const;
  const leave = (state: string, more: object = {}) =>
    change((db) => db.registry.updateMany({ where: { id: registryId }, data: { state, ...more } }));
  return {
    ...{ caller, organizationId, registryId, connectionId, runId, email, change, leave },
    channel: async (input) => {
      const read = createChannelInput.parse({ name: "Desk", ...input } as CreateChannelRequest);
      const made = await createChannel(caller, read);
      return { id: uuidOf("chn", made.id) ?? "", publicId: made.id, secret: made.secret ?? "" };
    },
    hold: async () => {
      const expiresAt = new Date("2026-12-06T10:00:00.000Z");
      await change((db) =>
        db.run.updateMany({ where: { id: runId }, data: { status: "held", brakes: [BRAKE], expiresAt } }),
      );
      await leave("held", { stateReason: BRAKE.message });
    },
  };
}
