import { AppError } from "@/lib/errors";
import { CONTRACTS } from "./contracts";
import { KYC_FILES } from "./kyc-files";
import { LEGAL_EVIDENCE } from "./legal-evidence";
import { PRODUCT_ROADMAP } from "./product-roadmap";
import type { Template } from "./template";
import { UNITS_AND_LEASES } from "./units-and-leases";
import { VENDORS } from "./vendors";

/** In the order of the gallery. */
export const ALL_TEMPLATES: readonly Template[] = [
  LEGAL_EVIDENCE,
  CONTRACTS,
  UNITS_AND_LEASES,
  KYC_FILES,
  VENDORS,
  PRODUCT_ROADMAP,
];

export const findTemplate = (id: string): Template | null =>
  ALL_TEMPLATES.find((template) => template.id === id) ?? null;

/** Throws AppError `not-found`. */
export function templateOf(id: string): Template {
  const found = findTemplate(id);
  if (found) return found;
  throw new AppError("not-found", "There is no such template.", {
    remedy: "Choose one of the templates that GET /api/v1/templates lists.",
  });
}
