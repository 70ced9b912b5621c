import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const FOLDER = join(import.meta.dirname, "..", "..", "deploy", "systemd");

/** Where the units expect the product. */
export const INSTALLED = "/opt/billferry";

export interface Unit {
  /** `loader` of `billferry-loader.service`. */
  readonly name: string;
  readonly command: readonly string[];
  /** As it is written: `%d` is the folder of the unit's credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** Credential → the file it is copied from. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Credential → what holds without a file. */
  readonly defaults: Readonly<Record<string, string>>;
}

export function listUnits(): readonly Unit[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith(".service"))
    .map(readUnit);
}

function readUnit(file: string): Unit {
  const lines = readFileSync(join(FOLDER, file), "utf8").split("\n");
  const of = (key: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1));
  return {
    name: file.replace(/^billferry-|\.service$/g, ""),
    command: (of("ExecStart")[0] ?? "").split(" "),
    environment: Object.fromEntries(
      of("Environment").flatMap((line) => line.split(" ").map((each) => pair(each, "="))),
    ),
    credentials: Object.fromEntries(of("LoadCredential").map((each) => pair(each, ":"))),
    defaults: Object.fromEntries(
      of("SetCredential").map((each) => {
        const [name, value] = pair(each, ":");
        return [name, value.replaceAll(String.raw`\n`, "\n")];
      }),
    ),
  };
}

function pair(text: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** The services of the product; Redis' unit is another program's. */
export const SERVICES = listUnits().filter(({ name }) => name !== "redis");
