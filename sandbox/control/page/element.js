/** The element of the page with this id. */
export const byId = (id) => document.getElementById(id);

/**
 * A new element. `properties` are set as properties, those with a dash as attributes; texts among `children`
 * become text, never markup.
 */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties))
    if (key.includes("-") || key === "role") made.setAttribute(key, value);
    else made[key] = value;
  made.append(...children);
  return made;
}

/** Shows a message in a place that is hidden while there is none. */
export function tell(place, message) {
  place.textContent = message ?? "";
  place.hidden = !message;
}

/** What goes wrong in `work` is told in `place`; what was told there before is taken away first. */
export async function attempt(place, work) {
  try {
    await work();
    tell(place);
  } catch (error) {
    tell(place, error.message);
  }
}

/** Fills a select, keeping or falling back to the first option. Gives the value that is now selected. */
export function fillSelect(select, options, wanted) {
  select.replaceChildren(...options.map(({ value, label }) => new Option(label, value)));
  select.disabled = options.length === 0;
  const found = options.find(({ value }) => value === wanted) ?? options[0];
  if (found) select.value = found.value;
  return found?.value;
}
