import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Menu } from "./menu";
import { MenuLabel } from "./menu-lines";
import { Popover } from "./popover";

const BUTTON = <button type="button">More</button>;

test("a button says what it opens before anything of that is there", () => {
  const menu = renderToStaticMarkup(
    <Menu trigger={BUTTON}>
      <MenuLabel>Choices</MenuLabel>
    </Menu>,
  );
  expect(menu).toBe('<button type="button" aria-haspopup="menu" aria-expanded="false">More</button>');
  const popover = renderToStaticMarkup(
    <Popover trigger={BUTTON} label="Details">
      What is in it
    </Popover>,
  );
  expect(popover).toBe('<button type="button" aria-haspopup="dialog" aria-expanded="false">More</button>');
});
