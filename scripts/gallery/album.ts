import { looksOf, pictureOf } from "./looks";

export interface Shown {
  readonly name: string;
  readonly address: string;
  /** What the screen has that it should not: it scrolls sideways, the browser complained. */
  readonly faults: readonly string[];
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);

/** The page that shows all pictures, one line a screen, faults first said. */
export function albumOf(shown: readonly Shown[], missing: readonly string[]): string {
  const lines = shown.map(({ name, address, faults }) => {
    const pictures = looksOf(name).map((look) => {
      const file = pictureOf(name, look);
      return `<a href="${file}"><img loading="lazy" src="${file}" alt="${name}, ${look.theme}, ${look.device}"></a>`;
    });
    const said = faults.map((fault) => `<li>${escaped(fault)}</li>`).join("");
    return `<section id="${name}"><h2>${name} <code>${escaped(address)}</code></h2><ul>${said}</ul>${pictures.join("")}</section>`;
  });
  const style =
    "body{font:14px system-ui;margin:2rem}img{height:260px;border:1px solid #999;margin:4px}li{color:#b00}";
  const none = missing.length === 0 ? "" : `<p>Not to be seen in this demo now: ${missing.join(", ")}</p>`;
  return `<!doctype html><meta charset="utf-8"><title>Screens</title><style>${style}</style>${none}${lines.join("\n")}\n`;
}
