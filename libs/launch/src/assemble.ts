import { globSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";

import { rolldown } from "rolldown";

import {
  assemblyFile,
  CACHE,
  findAssembly,
  LOCK_FILE,
  lockBuild,
  manifestFile,
  readSource,
  PLACE,
  sumOf,
  type Manifest,
} from "./assembly.ts";

/**
 * Makes the assemblies that are missing or old, of the programs named or of all: each as one file, so that a start
 * reads one and not eight hundred. Run by `npm run assemble`, by the image, and by what runs from its sources.
 *
 * Left outside are packages that look for files of their own beside themselves, and such as most processes never load.
 */
const OUTSIDE = [
  /^testcontainers$/,
  /^@bull-board\//,
  /^@prometheus-io\//,
  /^@opentelemetry\//,
  /^bullmq-otel$/,
  /^openid-client$/,
];

/** As ECMAScript modules, of which the bundler leaves out what is not used: BullMQ's stores besides Redis, say. */
const AS_MODULES = { bullmq$: join(PLACE, "node_modules/bullmq/dist/esm/index.js") };
/** Packages that do nothing when they are loaded, and do not say so in the way that the bundler asks for. */
const WITHOUT_EFFECTS = /node_modules\/(bullmq|cron-parser|luxon)\//;

async function assemble(program: string): Promise<void> {
  // As the bundler has read them: what is edited meanwhile makes this assembly an old one.
  const contents = new Map([[LOCK_FILE, readSource(LOCK_FILE)]]);
  const takeSource = (path: string): { code: string; moduleType: "ts" } => {
    const code = readFileSync(path, "utf8");
    contents.set(relative(PLACE, path), code);
    return { code, moduleType: "ts" };
  };
  const building = await rolldown({
    input: join(PLACE, program, "run.ts"),
    platform: "node",
    external: OUTSIDE,
    logLevel: "silent",
    tsconfig: false,
    resolve: { alias: AS_MODULES },
    treeshake: { moduleSideEffects: [{ test: WITHOUT_EFFECTS, sideEffects: false }] },
    plugins: [
      { name: "own-source", load: { filter: { id: /\.ts$/ }, handler: takeSource } },
      { name: "own-place", transform: { filter: { code: /import\.meta\./ }, handler: keepPlace } },
    ],
  });
  const fresh = `${assemblyFile(program)}.${process.pid}`;
  // One byte a character: a single Chinese one would make V8 keep all of the text with two.
  const { output } = await building.write({
    file: fresh,
    format: "esm",
    codeSplitting: false,
    comments: false,
    charset: "ascii",
  });
  await building.close();
  const modules = output.flatMap((part) => (part.type === "chunk" ? part.moduleIds : []));
  const packages = modules.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  const sources = [...contents.keys()].filter((path) => path !== LOCK_FILE).toSorted();
  const manifest: Manifest = {
    sources,
    packages: [...new Set(packages)].toSorted(),
    sum: sumOf(sources, fresh, (path) => contents.get(path) ?? ""),
  };
  writeFileSync(`${fresh}.json`, JSON.stringify(manifest));
  renameSync(fresh, assemblyFile(program));
  renameSync(`${fresh}.json`, manifestFile(program));
}

/** What a module reads beside itself lies where its source does. */
function keepPlace(code: string, path: string): string {
  return code
    .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)))
    .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href));
}

process.once("SIGTERM", () => process.exit(1));
const wanted = process.argv.slice(2);
const programs =
  wanted.length > 0 ? wanted : globSync("services/*/src/run.ts", { cwd: PLACE }).map((path) => dirname(path));
for (const program of programs.filter((each) => findAssembly(each) === undefined)) {
  const unlock = lockBuild(join(CACHE, program));
  if (unlock === undefined) continue;
  process.once("exit", unlock);
  await assemble(program);
  unlock();
}
