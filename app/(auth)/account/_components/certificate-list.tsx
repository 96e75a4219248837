import { buttonClass } from "@/components/ui/button";
import { dayOf } from "@/lib/format/moment";
import type { CertificateView } from "@/lib/services/people/deletion-certificates";

/** What is left of organizations that the person owned when they were deleted; nothing where there is none. */
export function CertificateList({ certificates }: { readonly certificates: readonly CertificateView[] }) {
  if (certificates.length === 0) return null;
  return (
    <>
      <h2 className="mt-8 font-semibold">Deleted organizations</h2>
      <ul aria-label="Deleted organizations" className="card mt-3 divide-y divide-line">
        {certificates.map(({ id, name, purgedAt, hash }) => (
          <li key={id} className="flex items-center gap-3 px-4 py-3">
            <p className="min-w-0 flex-1 text-[0.8125rem]">
              <span className="block truncate">{name}</span>
              <span className="block text-xs text-ink-soft">Removed on {dayOf(purgedAt)}</span>
              <span
                title={`SHA-256 ${hash}`}
                className="block truncate font-mono text-[0.6875rem] text-ink-faint"
              >
                {hash}
              </span>
            </p>
            <a href={`/account/certificates/${id}`} download className={buttonClass("plain")}>
              Certificate
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
