import type { DraftTodo } from "./draft-view";
import type { Draft } from "./stored-draft";

/** What is still to be decided, step by step, as far as the draft itself tells. */
export function draftTodo({ body }: Pick<Draft, "body">): DraftTodo[] {
  return [...ofConnect(body), ...ofMap(body), ...ofConfigure(body)];
}

type Body = Draft["body"];

function ofConnect({ sides }: Body): DraftTodo[] {
  if (sides.length >= 2) return [];
  const message = sides.length === 0 ? "No place is chosen yet." : "One place is chosen.";
  return [{ step: "connect", message, remedy: "Choose two places or more.", path: "/sides" }];
}

function ofMap({ sides, fields }: Body): DraftTodo[] {
  if (fields.length === 0)
    return [
      {
        step: "map",
        message: "No field is mapped yet.",
        remedy: "Take over the proposals.",
        path: "/fields",
      },
    ];
  const names = fields.map(({ name }) => name);
  const twice = fields.findIndex(({ name }, at) => names.indexOf(name) !== at);
  return [
    ...(twice === -1
      ? []
      : [
          {
            ...{ step: "map" as const, message: `Two fields are called "${names[twice]}".` },
            ...{ remedy: "Give one of them another name.", path: `/fields/${twice}/name` },
          },
        ]),
    ...sides.flatMap(({ mappings }, at): DraftTodo[] =>
      mappings.some(({ direction }) => direction !== "off")
        ? []
        : [
            {
              ...{ step: "map", message: "A place has no field mapped.", path: `/sides/${at}/mappings` },
              remedy: "Map its columns, or take the place out.",
            },
          ],
    ),
  ];
}

function ofConfigure({ sides, fields, key, conflict, authority }: Body): DraftTodo[] {
  const todo: DraftTodo[] = [];
  if (fields.length > 0 && key.length === 0)
    todo.push({
      ...{ step: "configure", message: "No key is chosen yet.", path: "/key" },
      remedy: "Choose the field that tells the rows apart.",
    });
  for (const [at, side] of sides.entries()) {
    const missing = key.find(
      (part) => !side.mappings.some(({ field, direction }) => field === part && direction !== "off"),
    );
    if (missing !== undefined && side.mappings.length > 0)
      todo.push({
        ...{ step: "configure", message: "A place has no column for a field of the key." },
        ...{ remedy: "Map every field of the key on every place.", path: `/sides/${at}/mappings` },
      });
  }
  if (conflict === "authority" && authority === undefined)
    todo.push({
      ...{ step: "configure", message: "The strategy authority needs a side.", path: "/authority" },
      remedy: "Name the side that wins.",
    });
  return todo;
}
