/** What is wrong with a file of a scheme; line 0 is the file as a whole. */
export interface FileProblem {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** `schemes/sal-outstock.yaml:12 …`, as editors and terminals make a link of it. */
export function formatProblem({ path, line, text }: FileProblem): string {
  return `${path}${line > 0 ? `:${line}` : ""} ${text}`;
}
