import { describeMeOperation } from "@/lib/http/operations/me";
import { serve } from "@/lib/http/serve";
import { describeMe } from "@/lib/services/me/describe-me";

export const GET = serve(describeMeOperation, ({ caller }) => describeMe(caller));
