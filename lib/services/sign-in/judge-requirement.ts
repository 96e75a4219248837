/** What is known when members are to come by a provider alone. */
export interface Requirement {
  readonly isOn: boolean;
  /** The organization has proven a domain. */
  readonly hasDomain: boolean;
  /** Whoever asks for it has come by the provider as it is set up now. */
  readonly isTried: boolean;
  /** Owners who may come by any way all the same. */
  readonly breakGlassOwners: number;
}

export type RequirementVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: "off" | "no-domain" | "not-tried" | "no-break-glass" };

/** Whether members may be required to come by the provider: it works, and an owner comes in if it ever does not. */
export function judgeRequirement({
  isOn,
  hasDomain,
  isTried,
  breakGlassOwners,
}: Requirement): RequirementVerdict {
  if (!isOn) return { ok: false, why: "off" };
  if (!hasDomain) return { ok: false, why: "no-domain" };
  if (!isTried) return { ok: false, why: "not-tried" };
  return breakGlassOwners > 0 ? { ok: true } : { ok: false, why: "no-break-glass" };
}
