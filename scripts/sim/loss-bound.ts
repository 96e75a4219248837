/** How sure the bound is: one-sided. */
const DOUBT = 0.05;
const HALVINGS = 100;

/**
 * The one-sided 95 % upper bound of the chance that an edit is lost, after `lost` of `edits` were: exact binomial
 * (Clopper-Pearson). 1 if nothing was tried.
 */
export function lossBound(lost: number, edits: number): number {
  if (lost >= edits) return 1;
  if (lost === 0) return 1 - DOUBT ** (1 / edits);
  let [low, high] = [lost / edits, 1];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (atMost(lost, edits, middle) > DOUBT) low = middle;
    else high = middle;
  }
  return high;
}

/** The chance of at most `lost` of `edits` where each is lost by `chance`. */
function atMost(lost: number, edits: number, chance: number): number {
  let ways = 0;
  let sum = 0;
  for (let count = 0; count <= lost; count += 1) {
    if (count > 0) ways += Math.log(edits - count + 1) - Math.log(count);
    sum += Math.exp(ways + count * Math.log(chance) + (edits - count) * Math.log1p(-chance));
  }
  return sum;
}
