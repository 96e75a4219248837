/** Once to warm up, then as often as is reported. */
export async function repeated<T>(measured: () => Promise<T>): Promise<T[]> {
  await measured();
  const took: T[] = [];
  while (took.length < REPETITIONS) took.push(await measured());
  return took;
}

const REPETITIONS = 5;
