import { access } from "./access";
import { audit } from "./audit";
import { brakes } from "./brakes";
import { concepts } from "./concepts";
import { conflicts } from "./conflicts";
import type { DocPage } from "./doc-page";
import { googleSheets } from "./google-sheets";
import { limits } from "./limits";
import { notion } from "./notion";
import { postgresql } from "./postgresql";
import { quickStart } from "./quick-start";
import { schema } from "./schema";
import { security } from "./security";
import { usingTheApi } from "./using-the-api";

/** Every page but the API's reference, in the order in which they are read. */
export const PAGES: readonly DocPage[] = [
  quickStart,
  concepts,
  notion,
  postgresql,
  googleSheets,
  conflicts,
  brakes,
  schema,
  access,
  audit,
  limits,
  security,
  usingTheApi,
];

export const hrefOf = ({ slug }: Pick<DocPage, "slug">): string => (slug === "" ? "/docs" : `/docs/${slug}`);
