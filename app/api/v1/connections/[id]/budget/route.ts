import { getCallBudgetOperation } from "@/lib/http/operations/connection-access";
import { serve } from "@/lib/http/serve";
import { getCallBudget } from "@/lib/services/connections/call-budgets";

export const GET = serve(getCallBudgetOperation, ({ caller, params }) => getCallBudget(caller, params.id));
