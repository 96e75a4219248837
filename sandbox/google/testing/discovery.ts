import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { Ajv, type ValidateFunction } from "ajv";

interface Property {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly items?: Property;
  readonly additionalProperties?: Property;
}

interface Schema {
  readonly properties?: Readonly<Record<string, Property>>;
}

export interface DiscoveryMethod {
  readonly id: string;
  readonly httpMethod: string;
  readonly path: string;
  readonly request?: { readonly $ref: string };
  readonly response?: { readonly $ref: string };
}

interface Resource {
  readonly methods?: Readonly<Record<string, DiscoveryMethod>>;
  readonly resources?: Readonly<Record<string, Resource>>;
}

interface Document extends Resource {
  readonly schemas: Readonly<Record<string, Schema>>;
}

export interface Discovery {
  readonly schemas: Document["schemas"];
  readonly methods: readonly DiscoveryMethod[];
  /** Errors of a value against a schema of the document; unknown fields are errors. */
  errors(schema: string, value: unknown): string;
}

/** Where the official documents lie beside a development checkout; nothing elsewhere. */
export function sharedData(file: string): string | undefined {
  const root = path.resolve(import.meta.dirname, "../../..");
  return ["../shared", "../../shared"]
    .map((folder) => path.resolve(root, folder, "data", file))
    .find((candidate) => existsSync(candidate));
}

/** Reads a discovery document and turns its schemas into JSON Schema. */
export function readDiscovery(file: string): Discovery {
  const document = JSON.parse(readFileSync(file, "utf8")) as Document;
  const ajv = new Ajv({ strict: false, allErrors: true });
  for (const [name, schema] of Object.entries(document.schemas))
    ajv.addSchema(
      {
        $id: `/${name}`,
        type: "object",
        properties: mapped(schema.properties ?? {}),
        additionalProperties: false,
      },
      name,
    );
  return {
    schemas: document.schemas,
    methods: methodsOf(document),
    errors(schema, value) {
      const validate = ajv.getSchema(schema) as ValidateFunction | undefined;
      if (validate === undefined) throw new Error(`no schema ${schema}`);
      return validate(value) ? "" : ajv.errorsText(validate.errors, { separator: "\n" });
    },
  };
}

const mapped = (properties: Readonly<Record<string, Property>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, converted(property)]));

function converted(property: Property): unknown {
  if (property.$ref !== undefined) return { $ref: `/${property.$ref}` };
  if (property.type === "any") return {};
  if (property.type === "array") return { type: "array", items: converted(property.items ?? {}) };
  if (property.type === "object")
    return {
      type: "object",
      additionalProperties: converted(property.additionalProperties ?? { type: "any" }),
    };
  return { type: property.type, ...(property.enum === undefined ? {} : { enum: property.enum }) };
}

function methodsOf(resource: Resource): DiscoveryMethod[] {
  return [
    ...Object.values(resource.methods ?? {}),
    ...Object.values(resource.resources ?? {}).flatMap(methodsOf),
  ];
}

/** The document's method that serves a request. */
export function methodAt(discovery: Discovery, verb: string, pathname: string): DiscoveryMethod | undefined {
  const fits = (one: DiscoveryMethod): boolean => {
    const pattern = one.path.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{[^}]+\}/g, "([^/:]+|[^/]+?)");
    return one.httpMethod === verb && new RegExp(`^/(drive/v3/)?${pattern}$`).test(pathname);
  };
  // The longest path wins, so that "values/{range}:append" is not taken for "values/{range}".
  return discovery.methods.filter(fits).sort((a, b) => b.path.length - a.path.length)[0];
}
