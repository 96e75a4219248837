/** The control API behind this page. A refusal is an Error with the sandbox's own words. */

/** Runs one command of a provider and gives its answer. */
export const command = (provider, name, input = {}) => ask(`/${provider}/${name}`, input);

/** The sandbox's clock: `{ now, offsetMs }`. */
export const readClock = () => ask("/clock");

export const advanceClock = (ms) => ask("/clock/advance", { ms });

const TIME_LIMIT_MS = 30_000;

async function ask(path, input) {
  let answer;
  let body;
  try {
    answer = await fetch(path, {
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
      ...(input === undefined ? {} : { method: "POST", body: JSON.stringify(input) }),
    });
    body = await answer.json();
  } catch {
    throw new Error("The sandbox does not answer. Is it still running?");
  }
  if (!answer.ok) throw new Error(body.error ?? `The sandbox answered ${answer.status}.`);
  return body;
}
