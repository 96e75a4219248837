import type { Measure } from "./part";

/** The other end of `runPart`: measures and answers; an error ends the process with its stack. */
const [name, input] = process.argv.slice(2);
const { measure } = (await import(`./parts/${name}.ts`)) as { readonly measure: Measure<unknown, unknown> };
process.send?.(await measure(JSON.parse(input ?? "{}")));
process.disconnect();
