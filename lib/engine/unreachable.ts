/** Ends a switch over a closed union: a new member does not compile until it is answered for. */
export function unreachable(value: never): never {
  throw new Error(`No branch for ${JSON.stringify(value)}`);
}
