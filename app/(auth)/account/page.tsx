import Link from "next/link";
import { NameForm } from "@/components/name-form";
import { Moment } from "@/components/ui/moment";
import { freshForMs } from "@/lib/auth/fresh-sign-in";
import { ownPerson, signedIn } from "@/lib/auth/request-caller";
import { waysIn } from "@/lib/auth/sign-in";
import { listSessions } from "@/lib/services/people/account";
import { listCertificates } from "@/lib/services/people/deletion-certificates";
import { listIdentities } from "@/lib/services/people/identities";
import { Card, Note } from "../_components/card";
import { CompanySession } from "../_components/company-session";
import { requestAccount } from "../_session/request-account";
import { ActionForm } from "./_components/action-form";
import { AddGoogle } from "./_components/add-google";
import { CertificateList } from "./_components/certificate-list";
import { IdentityList } from "./_components/identity-list";
import { end, endOthers, rename } from "./actions";

export const dynamic = "force-dynamic";
export const metadata = { title: "Your account" };

export default async function AccountPage() {
  const account = await requestAccount();
  const person = (await signedIn())?.person;
  const own = await ownPerson();
  if (!account || !own)
    return (
      <Card title="Your account">
        <CompanySession goTo="/account" />
      </Card>
    );
  const sessions = await listSessions(account);
  return (
    <Card title="Your account">
      <Note>{person?.email}</Note>
      <div className="mt-6">
        <NameForm
          action={rename}
          label="Your name, as members see it"
          name={person?.name ?? ""}
          autoComplete="name"
          submit="Save the name"
        />
      </div>
      <IdentityList email={person?.email ?? ""} identities={await listIdentities(account)} />
      {waysIn().google && (
        <div className="mt-3">
          <AddGoogle isFresh={freshForMs(own, new Date()) > 0} />
        </div>
      )}
      <h2 className="mt-8 font-semibold">Where you are signed in</h2>
      <ul aria-label="Sessions" className="card mt-3 divide-y divide-line">
        {sessions.map((session) => (
          <li key={session.id} className="flex items-center gap-3 px-4 py-3">
            <p className="min-w-0 flex-1 text-[0.8125rem]">
              {session.isThis ? "This browser" : "Another browser"}
              <span className="block text-xs text-ink-soft">
                Used <Moment at={session.seenAt} /> · signed in <Moment at={session.openedAt} />
              </span>
            </p>
            {!session.isThis && <ActionForm action={end.bind(null, session.id)} label="Sign out" />}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <div className="mt-3">
          <ActionForm action={endOthers} label="Sign out everywhere else" />
        </div>
      )}
      <CertificateList certificates={await listCertificates(account)} />
      <p className="mt-8 text-sm">
        <Link href="/" className="text-accent underline">
          Back to ChittySync
        </Link>
      </p>
    </Card>
  );
}
