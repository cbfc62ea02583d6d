import ts from 'typescript-6'
import type {
  Completion,
  Completions,
  Told,
  TypeFiles,
  TypeProblem,
  TypesAnswers,
  TypesQuestion,
} from './contract.ts'
import { hostOf, type Host } from './host.ts'
import { namesFor, nodesIn, strayNames } from './nodes.ts'
import { namingAt } from './places.ts'

/** Where the source is, for the compiler: beside what the designs around CAP share. */
export const sourcePath = '/models/cap/model.ts'

/** How models are compiled: strictly, and without what only a browser or Node has. */
export const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  strict: true,
  types: [],
}

/** Knows the types of one source. It reads it, and runs nothing of it. */
export class TypeService {
  readonly #host: Host
  readonly #compiler: ts.LanguageService
  #text = ''

  /** @param files the declarations of all that a source may import, and of the language */
  constructor(files: TypeFiles) {
    this.#host = hostOf(files, sourcePath, compilerOptions)
    this.#compiler = ts.createLanguageService(this.#host)
  }

  answer(question: TypesQuestion): TypesAnswers[TypesQuestion['kind']] {
    this.#read(question.text)
    switch (question.kind) {
      case 'problems':
        return this.#problems()
      case 'completions':
        return this.#completions(question.at)
      case 'details':
        return this.#details(question.at, question.name)
      case 'hover':
        return this.#hover(question.at)
    }
  }

  #read(text: string): void {
    if (text === this.#text) return
    this.#text = text
    this.#host.write(text)
  }

  /** The source and who knows its types. */
  get #program(): { readonly file: ts.SourceFile; readonly checker: ts.TypeChecker } {
    const program = this.#compiler.getProgram()
    const file = program?.getSourceFile(sourcePath)
    if (program === undefined || file === undefined) throw new Error('the source is not there')
    return { file, checker: program.getTypeChecker() }
  }

  #problems(): readonly TypeProblem[] {
    const { file, checker } = this.#program
    const complaints = [
      ...this.#compiler.getSyntacticDiagnostics(sourcePath),
      // Of JavaScript the compiler complains for want of types.
      ...(isTyped(file) ? this.#compiler.getSemanticDiagnostics(sourcePath) : []),
    ].map(({ start = 0, length = 0, messageText }) => ({
      from: start,
      to: start + length,
      message: ts.flattenDiagnosticMessageText(messageText, '\n'),
    }))
    return [...complaints, ...strayNames(file, checker)].toSorted((a, b) => a.from - b.from)
  }

  #completions(at: number): Completions | null {
    const names = this.#nodeNames(at)
    if (names?.isString) return names
    const found = this.#compiler.getCompletionsAtPosition(sourcePath, at, {})
    if (found === undefined) return names
    const word = at - (/[\w$]*$/.exec(this.#text.slice(0, at))?.[0].length ?? 0)
    const [first] = found.entries
    const span = first?.replacementSpan ?? found.optionalReplacementSpan
    const isString = first?.kind === ts.ScriptElementKind.string
    const options = found.entries.map(optionOf)
    return {
      from: isString ? (span?.start ?? word) : word,
      isString,
      options: [...(names?.options ?? []), ...options],
    }
  }

  /** The nodes that may be named at a place: within quotes, or with them where there are none yet. */
  #nodeNames(at: number): Completions | null {
    const { file, checker } = this.#program
    const place = placeAt(file, at)
    if (place === null) return null
    const naming = namingAt(place, checker)
    const nodes = naming === null ? null : nodesIn(file, checker)
    if (naming === null || nodes === null) return null
    const isString = ts.isStringLiteralLike(place)
    const options = namesFor(nodes, naming).map((name): Completion => {
      return { name: isString ? name : `'${name}'`, kind: 'node', isNear: true }
    })
    return { from: place.getStart(file) + Number(isString), isString, options }
  }

  #details(at: number, name: string): Told | null {
    const found = this.#compiler.getCompletionEntryDetails(
      sourcePath,
      at,
      name,
      undefined,
      undefined,
      undefined,
      undefined,
    )
    return found === undefined ? null : told(found.displayParts, found.documentation)
  }

  #hover(at: number): TypesAnswers['hover'] {
    const found = this.#compiler.getQuickInfoAtPosition(sourcePath, at)
    if (found === undefined) return null
    const { start, length } = found.textSpan
    return { from: start, to: start + length, ...told(found.displayParts, found.documentation) }
  }
}

/** What is there besides the language: a source may say something to the console while it is written. */
export const globalsPath = '/models/globals.d.ts'

const told = (
  signature: ts.SymbolDisplayPart[] | undefined,
  about: ts.SymbolDisplayPart[] | undefined,
): Told => ({
  signature: ts.displayPartsToString(signature),
  about: ts.displayPartsToString(about),
})

/** The innermost expression at a place, also one that is still missing. */
const placeAt = (file: ts.SourceFile, at: number): ts.Expression | null => {
  let found: ts.Expression | null = null
  const visit = (node: ts.Node): void => {
    if (at < node.getFullStart() || at > node.getEnd()) return
    if (ts.isIdentifier(node)) found = node
    if (ts.isStringLiteralLike(node) && at > node.getStart(file)) {
      if (at < node.getEnd() || isOpen(node, file)) found = node
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** Whether there is anything of TypeScript in a source: several files that were made one have nothing. */
const isTyped = (node: ts.Node): boolean =>
  (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) ||
  (ts.forEachChild(node, (child) => isTyped(child) || undefined) ?? false)

/** Whether a string still lacks its closing quote. */
const isOpen = (node: ts.StringLiteralLike, file: ts.SourceFile): boolean => {
  const text = node.getText(file)
  return text.length < 2 || text.at(-1) !== text[0]
}

const optionOf = ({ name, kind, sortText }: ts.CompletionEntry): Completion => ({
  name,
  kind: kinds[kind] ?? 'variable',
  isNear: sortText <= '11',
})

const kinds: Readonly<Partial<Record<string, Completion['kind']>>> = {
  [ts.ScriptElementKind.functionElement]: 'function',
  [ts.ScriptElementKind.localFunctionElement]: 'function',
  [ts.ScriptElementKind.memberFunctionElement]: 'method',
  [ts.ScriptElementKind.memberVariableElement]: 'property',
  [ts.ScriptElementKind.interfaceElement]: 'type',
  [ts.ScriptElementKind.typeElement]: 'type',
  [ts.ScriptElementKind.classElement]: 'type',
  [ts.ScriptElementKind.keyword]: 'keyword',
  [ts.ScriptElementKind.string]: 'text',
}
