import { lostAnswers } from "../ambiguous.test-kit";
import { sheetPlace } from "./sandbox-place.test-kit";

for (const knownBy of ["headers", "ids"] as const) {
  lostAnswers(`google-sheets, known by ${knownBy}`, async (layout) => {
    const place = await sheetPlace(layout, knownBy);
    return {
      ...place,
      // A batch is one call, whatever it holds.
      lose: (loss) => {
        if (loss !== "time-out") {
          place.hand("fault", {
            kind: `${loss}-after`,
            match: { method: "POST", path: "^/v4/spreadsheets/" },
          });
          return;
        }
        place.desk.onAnswer = (_, method) => {
          if (method !== "POST") return;
          place.desk.onAnswer = null;
          throw new DOMException("The operation was aborted due to timeout", "TimeoutError");
        };
      },
    };
  });
}
