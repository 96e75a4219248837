import {
  deleteOptionSetOperation,
  getOptionSetOperation,
  putOptionSetOperation,
} from "@/lib/http/operations/option-sets";
import { serve } from "@/lib/http/serve";
import { getOptionSet } from "@/lib/services/option-sets/browse-option-sets";
import { deleteOptionSet, putOptionSet } from "@/lib/services/option-sets/change-option-sets";

export const GET = serve(getOptionSetOperation, ({ caller, params }) => getOptionSet(caller, params.id));

export const PUT = serve(putOptionSetOperation, ({ caller, params, body }) =>
  putOptionSet(caller, params.id, body),
);

export const DELETE = serve(deleteOptionSetOperation, ({ caller, params }) =>
  deleteOptionSet(caller, params.id),
);
