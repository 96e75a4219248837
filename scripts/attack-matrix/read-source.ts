import ts from "typescript";

/** A parameter of an action; `members`: the names of an object that is taken apart where it is declared. */
export interface Parameter {
  readonly name: string;
  readonly members: readonly string[];
}

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** The HTTP methods that a route file exports, however it does so. */
export function methodsOf(file: string, text: string): string[] {
  const names = statementsOf(file, text).flatMap(exportedNames);
  return names.filter((name) => METHODS.has(name)).sort();
}

/** The actions that a file with "use server" exports, with their parameters. */
export function actionsOf(file: string, text: string): { name: string; parameters: Parameter[] }[] {
  return statementsOf(file, text).flatMap((statement) => {
    if (ts.isFunctionDeclaration(statement) && isExported(statement) && statement.name)
      return [{ name: statement.name.text, parameters: parametersOf(statement) }];
    if (!ts.isVariableStatement(statement) || !isExported(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
      ts.isIdentifier(name) &&
      initializer &&
      (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer))
        ? [{ name: name.text, parameters: parametersOf(initializer) }]
        : [],
    );
  });
}

const statementsOf = (file: string, text: string): readonly ts.Statement[] => [
  ...ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX).statements,
];

function exportedNames(statement: ts.Statement): string[] {
  if (
    ts.isExportDeclaration(statement) &&
    statement.exportClause &&
    ts.isNamedExports(statement.exportClause)
  )
    return statement.exportClause.elements.map(({ name }) => name.text);
  if (!isExported(statement)) return [];
  if (ts.isFunctionDeclaration(statement)) return statement.name ? [statement.name.text] : [];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name }) => bindingNames(name));
}

const isExported = (node: ts.Statement): boolean =>
  ts.canHaveModifiers(node) &&
  (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

const bindingNames = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => (ts.isBindingElement(element) ? bindingNames(element.name) : []));

const parametersOf = ({ parameters }: ts.SignatureDeclaration): Parameter[] =>
  parameters.map(({ name, type }, at) =>
    ts.isIdentifier(name)
      ? { name: name.text, members: [] }
      : { name: `argument${at + 1}`, members: membersOf(type, name) },
  );

/** The declared type knows more than what is taken out: a rest keeps the others together. */
function membersOf(type: ts.TypeNode | undefined, name: ts.BindingName): string[] {
  const literals = type === undefined ? [] : typeLiterals(type);
  const declared = literals.flatMap(({ members }) =>
    members.flatMap(({ name: member }) => (member && ts.isIdentifier(member) ? [member.text] : [])),
  );
  return declared.length > 0 ? declared : bindingNames(name);
}

const typeLiterals = (type: ts.TypeNode): ts.TypeLiteralNode[] =>
  ts.isTypeLiteralNode(type)
    ? [type]
    : ts.isIntersectionTypeNode(type)
      ? type.types.flatMap(typeLiterals)
      : [];
