import type { Clock } from "../clock";
import { GoogleError } from "./errors";
import type { QuotaLimits } from "./settings";

export type Metering = "read" | "write";

const MINUTE = 60_000;

interface Bucket {
  readonly minute: number;
  readonly used: number;
}

/** Four buckets a minute: reads and writes, of one user in a project and of the whole project. */
export class Quota {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly clock: Clock,
    private readonly limits: () => QuotaLimits,
    private readonly projectNumber: () => string,
  ) {}

  /** Counts one request; throws the 429 of the bucket that is empty, without counting it. */
  take(metering: Metering, user: string, project: string): void {
    const limits = this.limits();
    const [perUser, perProject] =
      metering === "read"
        ? [limits.readsPerUser, limits.readsPerProject]
        : [limits.writesPerUser, limits.writesPerProject];
    const keys = [`${metering}/${project}/${user}`, `${metering}/${project}`] as const;
    if (this.used(keys[0]) >= perUser) throw this.exhausted(metering, "user", perUser);
    if (this.used(keys[1]) >= perProject) throw this.exhausted(metering, "project", perProject);
    for (const key of keys) this.buckets.set(key, { minute: this.minute(), used: this.used(key) + 1 });
  }

  /** The 429 as the service words it, for an empty bucket or an injected fault. */
  exhausted(metering: Metering, scope: "user" | "project", limit: number): GoogleError {
    const word = metering === "read" ? "Read" : "Write";
    const consumer = `projects/${this.projectNumber()}`;
    const suffix = scope === "user" ? "PerUser" : "PerProject";
    return new GoogleError(
      429,
      "RESOURCE_EXHAUSTED",
      `Quota exceeded for quota metric '${word} requests' and limit '${word} requests per minute per ${scope}' ` +
        `of service 'sheets.googleapis.com' for consumer 'project_number:${this.projectNumber()}'.`,
      [
        {
          "@type": "type.googleapis.com/google.rpc.ErrorInfo",
          reason: "RATE_LIMIT_EXCEEDED",
          domain: "googleapis.com",
          metadata: {
            service: "sheets.googleapis.com",
            consumer,
            quota_location: "global",
            quota_metric: `sheets.googleapis.com/${metering}_requests`,
            quota_limit: `${word}RequestsPerMinute${suffix}`,
            quota_limit_value: String(limit),
          },
        },
        {
          "@type": "type.googleapis.com/google.rpc.Help",
          links: [
            {
              description: "Request a higher quota limit.",
              url: "https://cloud.google.com/docs/quotas/help/request_increase",
            },
          ],
        },
      ],
    );
  }

  private minute(): number {
    return Math.floor(this.clock.now() / MINUTE);
  }

  private used(key: string): number {
    const bucket = this.buckets.get(key);
    return bucket?.minute === this.minute() ? bucket.used : 0;
  }
}
