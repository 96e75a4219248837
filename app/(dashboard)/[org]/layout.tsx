import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Keyboard } from "@/components/keys/keyboard";
import { LiveOrganization } from "@/components/live/organization";
import { THEME_COOKIE, themeOf } from "@/components/theme";
import { Toasts } from "@/components/ui/toast";
import { hasPermission } from "@/lib/auth/policy";
import { requestCaller, signedIn } from "@/lib/auth/request-caller";
import { knownMemberships } from "@/lib/auth/session";
import { publicId } from "@/lib/ids";
import { countAttention } from "@/lib/services/attention/count-attention";
import { describeMe } from "@/lib/services/me/describe-me";
import { ClosingBanner } from "./_components/closing-banner";
import { OrganizationMenu } from "./_components/organization-menu";
import { PersonMenu } from "./_components/person-menu";
import { PlanCard } from "./_components/plan-card";
import { Rail } from "./_components/rail";
import { chooseTheme, seek, signOut } from "./actions";

export const dynamic = "force-dynamic";

interface Props {
  readonly params: Promise<{ readonly org: string }>;
  readonly children: ReactNode;
}

export default async function OrganizationLayout({ params, children }: Props) {
  const { org } = await params;
  const caller = await requestCaller(org);
  const [me, waiting, found] = await Promise.all([describeMe(caller), countAttention(caller), signedIn()]);
  const theme = themeOf((await cookies()).get(THEME_COOKIE)?.value);
  const organizations = (found ? knownMemberships(found) : []).map((one) => ({
    id: publicId("org", one.organizationId),
    name: one.name,
    isClosing: one.isClosing,
  }));
  const seesRegistries = hasPermission(caller, "registry:read");
  const palette = {
    org,
    seesRegistries,
    mayMakeRegistry: hasPermission(caller, "registry:write"),
    mayConnect: hasPermission(caller, "connection:write"),
    mayInvite: hasPermission(caller, "member:write"),
    organizations,
    seek,
    keepTheme: chooseTheme,
    signOut,
  };
  return (
    <LiveOrganization id={org}>
      <Toasts>
        <Keyboard palette={palette}>
          <a
            href="#content"
            className="sr-only z-50 rounded-control bg-primary px-3 py-2 text-primary-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
          >
            Skip to the content
          </a>
          <div className="min-h-dvh pb-16 md:grid md:grid-cols-[236px_minmax(0,1fr)] md:pb-0">
            <Rail
              org={org}
              waiting={waiting.count}
              seesRegistries={seesRegistries}
              organization={
                <OrganizationMenu org={org} name={me.organization.name} organizations={organizations} />
              }
              plan={<PlanCard org={org} limits={me.limits} usage={me.usage} notice={me.notice} />}
              person={
                <PersonMenu name={found?.person.name ?? ""} email={found?.person.email ?? ""} theme={theme} />
              }
            />
            <main id="content" tabIndex={-1} className="min-w-0 px-4 py-6 outline-none md:px-10 md:py-9">
              <div className="mx-auto max-w-[1120px] min-[1600px]:max-w-[1280px]">
                {me.closing && (
                  <div className="mb-6">
                    <ClosingBanner closing={me.closing} isOwner={me.role === "owner"} />
                  </div>
                )}
                {children}
              </div>
            </main>
          </div>
        </Keyboard>
      </Toasts>
    </LiveOrganization>
  );
}
