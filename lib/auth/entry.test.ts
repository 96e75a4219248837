import { expect, test } from "vitest";
import { type EntryTerms, judgeEntry, type SessionOrigin } from "./entry";

const BY_MAIL: SessionOrigin = { providerId: null, providerOrganizationId: null };
const BY_OKTA: SessionOrigin = { providerId: "okta", providerOrganizationId: "acme" };
const BY_OTHER: SessionOrigin = { providerId: "other", providerOrganizationId: "acme" };
const BY_GLOBEX: SessionOrigin = { providerId: "theirs", providerOrganizationId: "globex" };

const free: EntryTerms = { organizationId: "acme", requiredProviders: [], isBreakGlass: false };
const required: EntryTerms = { ...free, requiredProviders: ["okta"] };
const breakGlass: EntryTerms = { ...required, isBreakGlass: true };

test.each<[string, SessionOrigin, EntryTerms, string]>([
  ["by mail, nothing required", BY_MAIL, free, "open"],
  ["by a provider, nothing required", BY_OKTA, free, "open"],
  ["by mail, a provider required", BY_MAIL, required, "by-provider"],
  ["by the required provider", BY_OKTA, required, "open"],
  ["by another provider of the organization", BY_OTHER, required, "by-provider"],
  ["by mail, as a break-glass owner", BY_MAIL, breakGlass, "break-glass"],
  ["by another provider of the organization, as a break-glass owner", BY_OTHER, breakGlass, "break-glass"],
  ["by the required provider, as a break-glass owner", BY_OKTA, breakGlass, "open"],
  ["by another organization's provider, nothing required", BY_GLOBEX, free, "elsewhere"],
  ["by another organization's provider", BY_GLOBEX, required, "elsewhere"],
  ["by another organization's provider, as a break-glass owner", BY_GLOBEX, breakGlass, "elsewhere"],
  [
    "by another organization's provider whose id is required here",
    { providerId: "okta", providerOrganizationId: "globex" },
    required,
    "elsewhere",
  ],
  [
    "by a provider whose organization is not known",
    { providerId: "okta", providerOrganizationId: null },
    required,
    "elsewhere",
  ],
])("%s", (_, origin, terms, verdict) => expect(judgeEntry(origin, terms)).toBe(verdict));
