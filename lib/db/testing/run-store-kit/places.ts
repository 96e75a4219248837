import { newUuid } from "@/lib/ids";
import { sampleContacts, sampleRegistry } from "../sample-registry";

/** The registries of a harness under ids of their own. */
export function samplePlaces() {
  const connectionIds = [newUuid(), newUuid(), newUuid()];
  const sideIds = connectionIds.map(() => newUuid());
  const registry = sampleRegistry({ id: newUuid(), sideIds, connectionIds });
  const contacts = sampleContacts({ id: newUuid(), sideIds: [newUuid()], connectionIds }, registry.id);
  return { registry, contacts, connectionIds };
}

export type SamplePlaces = ReturnType<typeof samplePlaces>;
