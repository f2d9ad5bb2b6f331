/** What a source file imports, and which names of the language's and the host's globals it uses. */
import ts from 'typescript';

export interface Import {
  readonly specifier: string;
  /** `types` leave no trace in the code that runs; `lazy` is loaded when the expression is reached. */
  readonly kind: 'values' | 'types' | 'lazy';
}

export interface Use {
  /** `Date.now`, `new Date()`, `**`, `process`, `.getHours`. */
  readonly name: string;
  readonly line: number;
}

export interface Scan {
  readonly imports: readonly Import[];
  readonly uses: readonly Use[];
  /** Every text and key that is written in the code, except in what only people read. */
  readonly texts: readonly Use[];
}

/** Fields of definitions and of commands that only people read. */
const FOR_PEOPLE = new Set(['examples', 'beside', 'summary', 'description', 'expected']);

export function scan(path: string, text: string): Scan {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);
  const imports: Import[] = [];
  const uses: Use[] = [];
  const texts: Use[] = [];
  const lineOf = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;

  const visit = (node: ts.Node): void => {
    const found = importOf(node);
    if (found !== null) {
      imports.push(found);
      return;
    }
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    const use = useOf(node);
    if (use !== null) uses.push({ name: use, line: lineOf(node) });
    const named = ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node);
    if (named && FOR_PEOPLE.has(node.name.getText(file))) return;
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      texts.push({ name: node.text, line: lineOf(node) });
    }
    if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name))
      texts.push({ name: node.name.text, line: lineOf(node) });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { imports, uses, texts };
}

function importOf(node: ts.Node): Import | null {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
    const specifier = (node.moduleSpecifier as ts.StringLiteral).text;
    return { specifier, kind: onlyTypes(node) ? 'types' : 'values' };
  }
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return null;
  const [argument] = node.arguments;
  return { specifier: argument !== undefined && ts.isStringLiteralLike(argument) ? argument.text : '?', kind: 'lazy' };
}

/** `import type …`, or each name with `type` before it. */
function onlyTypes(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) {
    const names = node.exportClause;
    return node.isTypeOnly || (names !== undefined && ts.isNamedExports(names) && everyType(names.elements));
  }
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const names = clause.namedBindings;
  return clause.name === undefined && names !== undefined && ts.isNamedImports(names) && everyType(names.elements);
}

function everyType(elements: readonly (ts.ImportSpecifier | ts.ExportSpecifier)[]): boolean {
  return elements.length > 0 && elements.every((element) => element.isTypeOnly);
}

function useOf(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node)) {
    const { expression, name } = node;
    return ts.isIdentifier(expression) && /^[A-Z]/.test(expression.text)
      ? `${expression.text}.${name.text}`
      : `.${name.text}`;
  }
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
    if (!ts.isIdentifier(node.expression) || node.expression.text !== 'Date') return null;
    // Called without `new` it reads the clock, whatever its arguments.
    return ts.isCallExpression(node) || (node.arguments ?? []).length === 0 ? 'new Date()' : null;
  }
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const power = kind === ts.SyntaxKind.AsteriskAsteriskToken || kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken;
    return power ? '**' : null;
  }
  return ts.isIdentifier(node) && isReference(node) ? node.text : null;
}

/** A name that stands for a value, and does not merely name a property or a declaration. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  const declares = ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isFunctionDeclaration(parent);
  if (declares || ts.isBindingElement(parent))
    return parent.name !== node && !('propertyName' in parent && parent.propertyName === node);
  return !(ts.isPropertySignature(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent));
}
