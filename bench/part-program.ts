import type { Measure } from "./part";
import { answer } from "./part-answer";

const [name] = process.argv.slice(2);
const { measure } = (await import(`./parts/${name}.ts`)) as { readonly measure: Measure<unknown, unknown> };
await answer(measure);
