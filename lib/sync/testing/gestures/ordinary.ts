import type { Drawing, Gesture } from "./draw";
import type { Side } from "./log";

const SIDES: readonly Side[] = ["notion", "postgres", "google"];
const sideOf = ({ random }: Drawing): Side => random.pick(SIDES);

const edit: Gesture = (drawing) => {
  const [side, code, column] = [sideOf(drawing), drawing.row(), drawing.column()];
  const value = drawing.value(column);
  return {
    text: `${side}: ${code} ${column} = ${value}`,
    act: () => drawing.places.edit(side, code, column, value),
  };
};

/** Two people edit the same cell in two places. */
const editTwice: Gesture = (drawing) => {
  const [side, code, column] = [sideOf(drawing), drawing.row(), drawing.column()];
  const other = drawing.random.pick(SIDES.filter((one) => one !== side));
  const [value, rival] = [drawing.value(column), drawing.value(column)];
  return {
    text: `${side} and ${other}: ${code} ${column} = ${value}, ${rival}`,
    act: async () => {
      await drawing.places.edit(side, code, column, value);
      await drawing.places.edit(other, code, column, rival);
    },
  };
};

const clearCell: Gesture = (drawing) => {
  const [side, code, column] = [sideOf(drawing), drawing.row(), drawing.column()];
  return {
    text: `${side}: ${code} ${column} emptied`,
    act: () => drawing.places.edit(side, code, column, ""),
  };
};

const add: Gesture = (drawing) => {
  const [side, cells] = [sideOf(drawing), drawing.company()];
  return { text: `${side}: new ${cells.Code}`, act: () => drawing.places.add(side, cells) };
};

/** The same new company is entered in two places, with other cells. */
const addTwice: Gesture = (drawing) => {
  const [side, cells] = [sideOf(drawing), drawing.company()];
  const other = drawing.random.pick(SIDES.filter((one) => one !== side));
  const second = { ...drawing.company(), Code: cells.Code };
  return {
    text: `${side} and ${other}: new ${cells.Code}`,
    act: async () => {
      await drawing.places.add(side, cells);
      await drawing.places.add(other, second);
    },
  };
};

const remove: Gesture = (drawing) => {
  const [side, code] = [sideOf(drawing), drawing.row()];
  return { text: `${side}: ${code} deleted`, act: () => drawing.places.remove(side, code) };
};

/** More than pass without a person. */
const removeMany: Gesture = (drawing) => {
  const side = sideOf(drawing);
  const codes = new Set(Array.from({ length: 9 }, () => drawing.row()));
  return {
    text: `${side}: ${[...codes].join(" ")} deleted`,
    act: async () => {
      for (const code of codes) await drawing.places.remove(side, code);
    },
  };
};

const removeAndAddAgain: Gesture = (drawing) => {
  const side = sideOf(drawing);
  const code = drawing.ownRow();
  if (code === null) return null;
  const cells = { ...drawing.company(), Code: code };
  return {
    text: `${side}: ${code} deleted, later entered anew`,
    act: () => drawing.places.remove(side, code),
    undo: () => drawing.places.add(side, cells),
  };
};

const changeKey: Gesture = (drawing) => {
  const side = sideOf(drawing);
  const code = drawing.ownRow();
  if (code === null) return null;
  const next = drawing.value("Code");
  return {
    text: `${side}: ${code} is now ${next}`,
    act: () => drawing.places.edit(side, code, "Code", next),
  };
};

/** What people do in any of the three places, with how often it is drawn. */
export const ORDINARY: readonly (readonly [Gesture, number])[] = [
  [edit, 8],
  [editTwice, 3],
  [clearCell, 2],
  [add, 3],
  [addTwice, 1],
  [remove, 2],
  [removeMany, 1],
  [removeAndAddAgain, 2],
  [changeKey, 2],
];
