import "server-only";
import { authorize, type Caller } from "@/lib/auth/policy";
import type { SideField } from "@/lib/connectors/connector";
import { withOrg } from "@/lib/db/control";
import type { SideDefinition } from "@/lib/db/registries";
import type { FieldType } from "@/lib/engine/value";
import { asAppError } from "@/lib/errors";
import { publicId } from "@/lib/ids";
import { requireRegistry } from "./browse-registries";
import { lookAtShape } from "./look-at-side";

/** A side's column as it is now. */
export interface ColumnView {
  readonly id: string;
  readonly name: string;
  /** The system's own type. */
  readonly native: string;
  /** Types of fields that it can carry. */
  readonly carries: readonly FieldType[];
  /** Why it cannot be written; null = it can. */
  readonly readOnlyBecause: string | null;
}

/** A side's columns, or why they cannot be told now. */
export interface SideColumnsView {
  readonly side: string;
  readonly columns: readonly ColumnView[];
  readonly problem: { readonly message: string; readonly remedy: string | null } | null;
}

export interface RegistryColumnsView {
  readonly sides: readonly SideColumnsView[];
}

/** The columns of each side of a registry as they are now; a side that does not answer is told as such. */
export async function lookAtRegistry(caller: Caller, id: string): Promise<RegistryColumnsView> {
  authorize(caller, "registry:read");
  const { sides } = await withOrg(caller.organizationId, (db) => requireRegistry(db, id));
  return { sides: await Promise.all(sides.map((side) => columnsOf(caller, side))) };
}

/** A place's field as a column that may be mapped. */
export const columnView = (field: SideField): ColumnView => {
  const { id, name, native, type, alternatives, writable, readOnlyReason } = field;
  return {
    ...{ id, name, native },
    carries: type === null ? [...alternatives] : [type, ...alternatives],
    readOnlyBecause: writable ? null : (readOnlyReason ?? "It is read-only."),
  };
};

async function columnsOf(caller: Caller, side: SideDefinition): Promise<SideColumnsView> {
  const place = { connectionId: publicId("con", side.connectionId), location: { ...side.address } };
  const view = { side: publicId("sid", side.id), columns: [], problem: null };
  try {
    const shape = await lookAtShape(caller, place, "");
    return { ...view, columns: shape.fields.map(columnView) };
  } catch (thrown) {
    const { message, remedy } = asAppError(thrown);
    return { ...view, problem: { message, remedy } };
  }
}
