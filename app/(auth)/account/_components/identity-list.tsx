import { Moment } from "@/components/ui/moment";
import type { IdentityView } from "@/lib/services/people/identities";
import { unlink } from "../actions";
import { ActionForm } from "./action-form";

interface Props {
  readonly email: string;
  readonly identities: readonly IdentityView[];
}

/** By what somebody comes in as this person; the link in the mail is always one. */
export function IdentityList({ email, identities }: Props) {
  return (
    <>
      <h2 className="mt-8 font-semibold">Ways to sign in</h2>
      <ul aria-label="Ways to sign in" className="card mt-3 divide-y divide-line">
        <li className="px-4 py-3 text-[0.8125rem]">
          A link in your mail
          <span className="block truncate text-xs text-ink-soft">{email}</span>
        </li>
        {identities.map(({ id, name, linkedAt, usedAt }) => (
          <li key={id} className="flex items-center gap-3 px-4 py-3">
            <p className="min-w-0 flex-1 text-[0.8125rem]">
              <span className="block truncate">{name}</span>
              <span className="block text-xs text-ink-soft">
                Added <Moment at={linkedAt} />
                {usedAt !== null && (
                  <>
                    {" "}
                    · used <Moment at={usedAt} />
                  </>
                )}
              </span>
            </p>
            <ActionForm action={unlink.bind(null, id)} label="Remove" />
          </li>
        ))}
      </ul>
      {identities.length > 0 && (
        <p className="mt-2 text-xs text-ink-soft">Removing one signs you out everywhere else.</p>
      )}
    </>
  );
}
