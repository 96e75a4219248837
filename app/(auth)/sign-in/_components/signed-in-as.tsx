import { Note } from "../../_components/card";

/** Says before a sign-in whose session it ends: nobody is made another person unawares. */
export const SignedInAs = ({ email }: { readonly email: string }) => (
  <Note>
    You are signed in as <strong className="font-medium text-ink">{email}</strong>. That session ends here
    when you go on.
  </Note>
);
