import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import { withOrg } from "@/lib/db/control";
import { listRegistries } from "@/lib/db/registries";
import { withRows } from "@/lib/db/row-store";
import { rowsByKeyStart } from "@/lib/db/rows/browse";
import { publicId } from "@/lib/ids";

export interface SeekView {
  readonly registries: readonly { readonly id: string; readonly name: string }[];
  readonly rows: readonly {
    readonly id: string;
    readonly key: readonly string[];
    readonly registry: { readonly id: string; readonly name: string };
  }[];
}

const MOST = 8;
const LONGEST = 200;

/**
 * Registries with `text` in their name, and rows whose key begins with it as it stands: at most eight of each. A text of
 * more than 200 characters finds nothing.
 */
export async function seekAnything(caller: Caller, text: string): Promise<SeekView> {
  authorize(caller, "registry:read");
  const sought = text.trim();
  if (sought === "" || sought.length > LONGEST) return { registries: [], rows: [] };
  const { organizationId } = caller;
  const registries = await withOrg(organizationId, listRegistries);
  const names = new Map(registries.map(({ id, name }) => [id, name]));
  const lines = await withRows(organizationId, (client) =>
    rowsByKeyStart(client, { registryIds: [...names.keys()], start: sought, size: MOST }),
  );
  const named = registries.filter(({ name }) => name.toLowerCase().includes(sought.toLowerCase()));
  return {
    registries: named.slice(0, MOST).map(({ id, name }) => ({ id: publicId("reg", id), name })),
    rows: lines.map(({ rowId, registryId, key }) => ({
      id: publicId("row", rowId),
      key: JSON.parse(key) as string[],
      registry: { id: publicId("reg", registryId), name: names.get(registryId) ?? "" },
    })),
  };
}
