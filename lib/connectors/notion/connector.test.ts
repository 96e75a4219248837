import type { FieldType } from "@/lib/engine/value";
import { connectorContract } from "../contract.test-kit";
import type { ContractHarness, ContractLayout, ContractPlace } from "../contract-harness.test-kit";
import { type SandboxPlace, sandboxPlace } from "./sandbox-place.test-kit";

const TYPES: readonly FieldType[] = [
  "text",
  "number",
  "integer",
  "boolean",
  "date",
  "datetime",
  "local-datetime",
  "select",
  "multi-select",
  "json",
  "relation",
];

/**
 * The next whole read meets a query limit below the rows of one minute: the one place where Notion itself
 * cannot list everything. The read after it starts by asking for the schema again, and meets the usual limit.
 */
function withShortRead(place: SandboxPlace): ContractPlace {
  let state: "usual" | "armed" | "short" = "usual";
  const { sandbox } = place;
  return {
    ...place,
    truncateNextRead: async () => {
      sandbox.control("set-limits", { queryCap: 2 });
      state = "armed";
    },
    open: (config) => {
      const side = place.open(config);
      const read = (cursor: string | null) => {
        if (cursor === null && state === "short") {
          sandbox.control("set-limits", { queryCap: 10_000 });
          state = "usual";
        }
        if (state === "armed") state = "short";
        return side.read(cursor);
      };
      return new Proxy(side, {
        get: (target, name) => {
          if (name === "read") return read;
          const value: unknown = Reflect.get(target, name);
          return typeof value === "function" ? value.bind(target) : value;
        },
      });
    },
  };
}

async function make(layout: ContractLayout): Promise<ContractPlace> {
  return withShortRead(await sandboxPlace(layout));
}

const harness: ContractHarness = { types: TYPES, duplicateKeys: true, compositeKeys: true, make };

connectorContract("notion", harness);
