/** A command of a page, or what a mark beside it says: `<!-- run: … -->`. */
export type Step =
  | { readonly kind: "command"; readonly text: string; readonly line: number }
  /** Ctrl+C where the command that stays was started. */
  | { readonly kind: "stop" }
  /** Something that the page speaks of comes about. */
  | { readonly kind: "event"; readonly name: string }
  /** A block that cannot run in a test, and why. */
  | { readonly kind: "left out"; readonly reason: string; readonly commands: readonly string[] };

const MARK = /^<!-- run: (.+) -->$/;

/** The commands of a page in their order: each line of its blocks of `sh`, and marks between them. */
export function readCommands(page: string): readonly Step[] {
  const lines = page.split("\n");
  const steps: Step[] = [];
  let reason: string | undefined;
  for (let at = 0; at < lines.length; at += 1) {
    const mark = MARK.exec(lines[at] ?? "")?.[1];
    if (mark === "Ctrl+C") steps.push({ kind: "stop" });
    else if (mark?.startsWith("not here, ")) reason = mark.slice("not here, ".length);
    else if (mark !== undefined) steps.push({ kind: "event", name: mark });
    if (lines[at] !== "```sh") continue;
    const end = lines.indexOf("```", at);
    const commands = joinDocuments(lines.slice(at + 1, end), at + 2);
    if (reason === undefined) steps.push(...commands);
    else steps.push({ kind: "left out", reason, commands: commands.map(({ text }) => text) });
    reason = undefined;
    at = end;
  }
  return steps;
}

/** A line is a command, but what `<<'EOF'` begins goes to its end. */
function joinDocuments(lines: readonly string[], firstLine: number): { kind: "command"; text: string; line: number }[] {
  const commands: { kind: "command"; text: string; line: number }[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const text = lines[at] ?? "";
    const end = text.includes("<<'EOF'") ? lines.indexOf("EOF", at) : at;
    if (withoutComment(text) !== "")
      commands.push({ kind: "command", text: lines.slice(at, end + 1).join("\n"), line: firstLine + at });
    at = end;
  }
  return commands;
}

/** What the shell is given, without what it says to people: a page's two languages must agree in this. */
export function withoutComment(command: string): string {
  return command
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    .filter((line) => line !== "")
    .join("\n");
}

/** The same with people's own words left out: reasons, names of files and people. */
export function withoutWords(command: string): string {
  return withoutComment(command).replaceAll(/(--(?:note|person)) ("[^"]*"|\S+?)(?=;|\s|$)/g, "$1 …");
}
