import { appendFileSync, chmodSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { startRedis } from "@billferry/testing";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";

import { Installation } from "./installation.ts";

let redis: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(async () => redis.stop());

const PATIENCE = { timeout: 180_000 };

test(
  "a service starts from its sources where nothing was ever made, and the next time from one file, with less",
  PATIENCE,
  async () => {
    const installation = new Installation();
    const cold = await installation.start("transformer", redis.url);
    expect(cold.runs).toBe("main.ts");
    const { sources } = await installation.manifest("transformer");
    expect(sources).toContain("services/transformer/src/transform.ts");
    expect(await cold.stop()).toBe(0);

    const warm = await installation.start("transformer", redis.url);
    expect(warm.runs).toBe("main.mjs");
    expect(await warm.stop()).toBe(0);
    // What was compiled is kept by a process that is killed, too.
    const warmer = await installation.start("transformer", redis.url);
    expect(await warmer.stop("SIGKILL")).toBeUndefined();
    expect(warmer.peakMiB).toBeLessThan(100);
  },
);

test("what a person has edited is what runs, at once", PATIENCE, async () => {
  const installation = new Installation();
  await installation.makeAssemblies("transformer");
  appendFileSync(join(installation.root, "libs/ledger/src/bills.ts"), "\n");
  const edited = await installation.start("transformer", redis.url);
  expect(edited.runs).toBe("main.ts");
  expect(await edited.stop()).toBe(0);
});

test("other packages, or other settings of node, are taken up", PATIENCE, async () => {
  const installation = new Installation();
  await installation.makeAssemblies("transformer");
  const lock = join(installation.root, "package-lock.json");
  const before = readFileSync(lock, "utf8");
  appendFileSync(lock, " ");
  const updated = await installation.start("transformer", redis.url);
  expect(updated.runs).toBe("main.ts");
  expect(await updated.stop()).toBe(0);
  writeFileSync(lock, before);
  const preloaded = execa(
    process.execPath,
    ["--max-semi-space-size=5", "--import", "./deploy/env-file.ts", "services/transformer/src/main.ts"],
    { cwd: installation.root, env: { REDIS_URL: "", ENV_FILE: "nowhere.env" }, reject: false },
  );
  expect((await preloaded).exitCode).toBe(78);
  expect((await preloaded).stderr).toContain("nowhere.env");
});

/** Harms a cache in one way. */
const HARMS: Readonly<Record<string, (cache: string, assembly: string) => void>> = {
  "an assembly cut short": (_cache, assembly) => truncateSync(join(assembly, "main.mjs"), 100_000),
  "an assembly of other bytes": (_cache, assembly) => writeFileSync(join(assembly, "main.mjs"), "process.exit(3);"),
  "an assembly that is gone": (_cache, assembly) => rmSync(join(assembly, "main.mjs")),
  "a manifest that is no JSON": (_cache, assembly) => writeFileSync(join(assembly, "manifest.json"), "{"),
  "a folder that is a file": (cache) => {
    rmSync(cache, { recursive: true });
    writeFileSync(cache, "");
  },
  "a folder nobody may write to": (cache) => {
    rmSync(cache, { recursive: true });
    mkdirSync(cache);
    chmodSync(cache, 0o500);
  },
  "compiled code of other bytes": (cache) => {
    rmSync(join(cache, "compiled"), { recursive: true, force: true });
    writeFileSync(join(cache, "compiled"), "");
  },
};

test(
  "a cache that is damaged, in the way, or closed does no harm: the service starts and stops as ever",
  PATIENCE,
  async () => {
    const installation = new Installation();
    const assembly = join(installation.cache, "services/transformer/src");
    for (const [name, harm] of Object.entries(HARMS)) {
      rmSync(installation.cache, { recursive: true, force: true });
      await installation.makeAssemblies("transformer");
      harm(installation.cache, assembly);
      const service = await installation.start("transformer", redis.url);
      expect([name, await service.stop()]).toEqual([name, 0]);
    }
  },
);

test(
  "no service carries a web framework, and the transformer no HTTP client: what one needs, another does not load",
  PATIENCE,
  async () => {
    const installation = new Installation();
    await installation.makeAssemblies("extractor", "transformer", "loader", "board", "cli");
    const carried = async (service: string): Promise<readonly string[]> =>
      (await installation.manifest(service)).packages;
    const heavy = {
      framework: ["fastify", "ajv", "find-my-way", "fast-json-stringify"],
      client: ["got", "keyv", "cacheable-request"],
      cookies: ["tough-cookie", "tldts"],
      terminal: ["commander", "execa", "cli-table3"],
    };
    // Each name is one that somebody does carry, so that a package under a new name cannot slip through.
    expect(await carried("board")).toEqual(expect.arrayContaining(heavy.framework));
    expect(await carried("extractor")).toEqual(expect.arrayContaining([...heavy.client, ...heavy.cookies]));
    expect(await carried("cli")).toEqual(expect.arrayContaining(heavy.terminal));
    for (const service of ["extractor", "transformer", "loader"]) {
      const packages = await carried(service);
      const unwanted =
        service === "extractor" ? [] : service === "loader" ? heavy.cookies : [...heavy.client, ...heavy.cookies];
      const all = [...heavy.framework, ...heavy.terminal, ...unwanted];
      expect([service, all.filter((name) => packages.includes(name))]).toEqual([service, []]);
    }
  },
);
