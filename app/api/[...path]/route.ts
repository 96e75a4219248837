import { AppError } from "@/lib/errors";
import { problemOf } from "@/lib/http/problem";
import { newUuid } from "@/lib/ids";

/** Below /api every answer is JSON, that there is nothing too. */
const missing = (): Response =>
  problemOf(
    new AppError("not-found", "There is nothing at this address.", {
      remedy: "Every call of the API is described at /api/v1/openapi.json.",
    }),
    newUuid(),
  );

export { missing as DELETE, missing as GET, missing as PATCH, missing as POST, missing as PUT };
