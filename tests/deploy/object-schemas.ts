import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";

import type { Manifest } from "./manifests.ts";

const ROOT = join(import.meta.dirname, "..", "..");
/** Within the repository, so that the compiler finds the types. */
const PLACE = join(ROOT, "node_modules", ".cache", "billferry", "manifests");
const TSC = join(ROOT, "node_modules", ".bin", "tsc");

/** Where the class and the type of a kind are. */
function moduleOf({ apiVersion, kind }: Manifest): string {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["", apiVersion];
  const folder = [group?.replace(/\.k8s\.io$/, ".k8s.io"), version].filter(Boolean).join("/");
  return group === "keda.sh" ? `@kubernetes-models/keda/${folder}/${kind}` : `kubernetes-models/${folder}/${kind}`;
}

/** Each value that the API's schema refuses; nothing of fields that it does not know. */
export async function findInvalidValues(manifests: readonly Manifest[]): Promise<readonly string[]> {
  const found = await Promise.all(
    manifests.map(async (manifest) => {
      const { [manifest.kind]: Model } = (await import(moduleOf(manifest))) as Record<string, ModelClass | undefined>;
      if (Model === undefined) return [`${manifest.kind}: no such kind`];
      try {
        new Model(manifest).validate();
        return [];
      } catch (error) {
        return [
          `${manifest.kind} ${manifest.metadata.name}: ${error instanceof Error ? error.message : String(error)}`,
        ];
      }
    }),
  );
  return found.flat();
}

type ModelClass = new (data: Manifest) => { validate: () => void };

/**
 * Each field that the API does not know, or whose type is another one: the objects as literals of their types, because
 * a literal alone may have no field too many. Empty where the compiler has nothing to say.
 */
export async function findUnknownFields(manifests: readonly Manifest[], name: string): Promise<string> {
  const modules = new Map(manifests.map((manifest) => [`${manifest.apiVersion} ${manifest.kind}`, moduleOf(manifest)]));
  const imports = [...new Map(manifests.map((manifest) => [nameOf(manifest), manifest]))].map(
    ([alias, { apiVersion, kind }]) =>
      `import type { I${kind} as ${alias} } from "${modules.get(`${apiVersion} ${kind}`)}";`,
  );
  const literals = manifests.map(
    (manifest, index) =>
      `export const object${index}: ${nameOf(manifest)} = ${JSON.stringify(manifest, undefined, 2)};`,
  );
  mkdirSync(PLACE, { recursive: true });
  const file = join(PLACE, `${name}-${process.pid}.ts`);
  writeFileSync(file, [...imports, ...literals, ""].join("\n"));
  const options = ["--noEmit", "--strict", "--skipLibCheck", "--ignoreConfig", "--types", ""];
  const { all } = await execa(TSC, [...options, "--module", "nodenext", "--target", "esnext", file], {
    cwd: ROOT,
    all: true,
    reject: false,
  });
  return all;
}

function nameOf({ apiVersion, kind }: Manifest): string {
  return apiVersion.replace(/\W/g, "_") + kind;
}
