import { advanceClock, command, readClock } from "./command.js";
import { attempt, byId, tell } from "./element.js";

const EVERY_MS = 2_000;

/**
 * Keeps the counts and the clock of the bar fresh while the page is seen. `wrote` is called with a provider
 * when an API client has written to it since the last look.
 */
export function watchStatus(wrote) {
  const seen = new Map();
  let timer;
  const look = async () => {
    clearTimeout(timer);
    if (!document.hidden) await attempt(byId("trouble"), () => refresh(seen, wrote));
    clearTimeout(timer);
    timer = setTimeout(look, EVERY_MS);
  };
  document.addEventListener("visibilitychange", look);
  for (const button of document.querySelectorAll("[data-advance]"))
    button.addEventListener("click", async () => {
      try {
        drawClock(await advanceClock(Number(button.dataset.advance)));
      } catch (error) {
        tell(byId("trouble"), error.message);
      }
    });
  void look();
}

async function refresh(seen, wrote) {
  const [notion, google, stripe, clock] = await Promise.all([
    command("notion", "counts"),
    command("google", "counts"),
    command("stripe", "counts"),
    readClock(),
  ]);
  drawClock(clock);
  for (const [provider, { total, writes }] of Object.entries({ notion, google, stripe })) {
    byId(`count-${provider}`).textContent = `${plural(total, "request")}, ${plural(writes, "write")}`;
    if (seen.has(provider) && seen.get(provider) !== writes) wrote(provider);
    seen.set(provider, writes);
  }
}

const plural = (count, noun) => `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

function drawClock({ now, offsetMs }) {
  const time = byId("clock-now");
  time.dateTime = now;
  time.textContent = `${now.slice(0, 10)} ${now.slice(11, 19)} UTC`;
  byId("clock-offset").textContent = offsetMs === 0 ? "" : `(${aheadText(offsetMs)} ahead)`;
}

function aheadText(ms) {
  const minutes = Math.floor(ms / 60_000);
  if (minutes === 0) return `${ms / 1000} s`;
  const parts = [
    [Math.floor(minutes / 1440), "d"],
    [Math.floor(minutes / 60) % 24, "h"],
    [minutes % 60, "min"],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}
