import { AppError } from "@/lib/errors";
import { problemOf } from "@/lib/http/problem";
import { ALLOWED_HEADER } from "@/lib/http/request-entry";
import { newUuid } from "@/lib/ids";

const REMEDY = "Every call of the API is described at /api/v1/openapi.json.";

/** Below /api every answer is JSON, that there is nothing too, or nothing by this method. */
function refuse(request: Request): Response {
  const allowed = request.headers.get(ALLOWED_HEADER);
  if (allowed === null)
    return problemOf(
      new AppError("not-found", "There is nothing at this address.", { remedy: REMEDY }),
      newUuid(),
    );
  const detail = `This address takes ${allowed}.`;
  const response = problemOf({ kind: "method-not-allowed", detail, remedy: REMEDY }, newUuid());
  response.headers.set("allow", allowed);
  return response;
}

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
