import { readFileSync } from "node:fs";
import { join } from "node:path";

import { BaseSequencer, createVitest, type Reporter, type TestSpecification } from "vitest/node";

import { ROOT } from "./root.ts";

/**
 * Runs the tests of one source again and again, each time with another text loaded in its place; a process of its own,
 * because a mistake may make it run for ever. Arguments: the source's path, the tests. Each message is a text, each
 * answer a `Verdict`. Every run has new threads, so nothing of one mistake is left for the next.
 */
export type Verdict =
  | { readonly kind: "passed" }
  | { readonly kind: "failed"; readonly noticedBy: string }
  /** The source was not loaded, or no test ran: this proves nothing. */
  | { readonly kind: "void" };

/** Ample: a test that is only slow must not pass for one that notices. */
const TEST_TIMEOUT_MS = 45_000;

const [file = "", ...guards] = process.argv.slice(2);
const target = join(ROOT, file);
// Lua is no module: what reads it is told another text.
const isLua = file.endsWith(".lua");
const LUA_READER = join(ROOT, "libs/redis/src/lua-file.ts");
const loadedModule = isLua ? LUA_READER : target;
let source = readFileSync(target, "utf8");
let isLoaded = false;
let tests = 0;
let noticedBy: string | undefined;
/** How long each file took in the first run. */
const durations = new Map<string, number>();

function notice(test: string): void {
  noticedBy ??= test;
  void vitest.cancelCurrentRun("test-failure");
}

const reporter: Reporter = {
  onTestCaseResult(testCase) {
    tests += 1;
    if (testCase.result().state === "failed") notice(testCase.fullName);
  },
  onTestModuleEnd(module) {
    if (!durations.has(module.moduleId)) durations.set(module.moduleId, module.diagnostic().duration);
    if (module.errors().length > 0) notice(module.relativeModuleId);
  },
};

function durationOf({ moduleId }: TestSpecification): number {
  return durations.get(moduleId) ?? 0;
}

/** Most mistakes are noticed by quick tests, and the first that notices ends the run. */
class QuickFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((one, other) => durationOf(one) - durationOf(other)));
  }
}

const vitest = await createVitest(
  {
    root: ROOT,
    watch: false,
    pool: "threads",
    maxWorkers: 1,
    testTimeout: TEST_TIMEOUT_MS,
    sequence: { sequencer: QuickFirst },
    // The cache on disk knows a module by its text, and this one is not what its file says.
    fsModuleCache: false,
    reporters: [reporter],
  },
  {
    plugins: [
      {
        name: "mutant",
        enforce: "pre",
        load(id) {
          if (id.split("?")[0] !== loadedModule) return null;
          isLoaded = true;
          return isLua ? readerOf(source) : source;
        },
      },
    ],
  },
);
await vitest.standalone();
const specifications = await vitest.globTestSpecifications(guards);

process.on("message", (text: string) => {
  void judge(text).then((verdict) => process.send?.(verdict));
});
process.once("disconnect", () => process.exit(0));
process.send?.("ready");

async function judge(text: string): Promise<Verdict> {
  [source, isLoaded, tests, noticedBy] = [text, false, 0, undefined];
  vitest.invalidateFile(loadedModule);
  const { unhandledErrors } = await vitest.runTestSpecifications(specifications);
  const error = unhandledErrors[0];
  if (error !== undefined) noticedBy ??= error instanceof Error ? error.message : JSON.stringify(error);
  if (!isLoaded || (tests === 0 && noticedBy === undefined)) return { kind: "void" };
  return noticedBy === undefined ? { kind: "passed" } : { kind: "failed", noticedBy };
}

/** `lua-file.ts`, with this text in the target's place. */
function readerOf(text: string): string {
  const own = `if (path === ${JSON.stringify(target)}) return ${JSON.stringify(text)};`;
  return readFileSync(LUA_READER, "utf8").replace("return ", `${own}\n  return `);
}
