import "server-only";
import { AppError } from "@/lib/errors";

/** Lets so many works go on at once; who would wait for longer than the patience is turned away. */
export class Lanes {
  private readonly waiting = new Set<() => void>();

  constructor(
    private free: number,
    private readonly patienceMs: number,
  ) {}

  /** Throws AppError `upstream-unavailable` where no place came free in time. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    await this.take();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private take(): Promise<void> {
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        this.waiting.delete(enter);
        reject(tooMany());
      }, this.patienceMs);
      this.waiting.add(enter);
    });
  }

  /** The place goes to whoever has waited longest. */
  private leave(): void {
    const [next] = this.waiting;
    if (!next) {
      this.free += 1;
      return;
    }
    this.waiting.delete(next);
    next();
  }
}

const tooMany = (): AppError =>
  new AppError("upstream-unavailable", "Too many connections are being renewed at once.", {
    remedy: "Try again in a minute.",
  });
