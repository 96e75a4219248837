/** What a piece of work took: by the clock, and on this process's processors. */
export interface Took {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

export async function timed(work: () => unknown): Promise<Took> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, cpuSeconds: (user + system) / 1e6 };
}
