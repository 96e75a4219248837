const MINUTES = /^minutes:(\d{1,4})$/;

/** Minutes between two runs of a schedule: 0 = as changes come, null = only when asked. */
export function minutesBetween(schedule: string): number | null {
  switch (schedule) {
    case "realtime":
      return 0;
    case "hourly":
      return 60;
    case "daily":
      return 24 * 60;
    default: {
      const minutes = Number(MINUTES.exec(schedule)?.[1] ?? 0);
      return minutes > 0 ? minutes : null;
    }
  }
}
