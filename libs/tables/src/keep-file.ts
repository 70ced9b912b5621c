import { randomUUID } from "node:crypto";
import { access, mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";

import { hashOf, versionPath } from "@billferry/scheme";
import { stringify } from "csv-stringify/sync";

import type { TableContent } from "./core/table-content.ts";

/** A content as the bytes of its file: UTF-8 with a mark, by which Excel knows it. */
export function toBytes({ head, rows }: TableContent): Uint8Array {
  return Buffer.from(stringify([[...head], ...rows.map((cells) => [...cells])], { bom: true }));
}

/** The file has this content or the one of before, whatever happens, and keeps it once this has ended. */
export async function keepFile(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const fresh = `${path}.${randomUUID()}.new`;
  const file = await open(fresh, "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, path);
  const names = await open(folder, "r");
  await names.sync().finally(async () => names.close());
}

/** Keeps a version under the sum of its bytes, and gives this. */
export async function keepVersion(tablesDir: string, bytes: Uint8Array): Promise<string> {
  const hash = hashOf(bytes);
  const path = versionPath(tablesDir, hash);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (!isThere) await keepFile(path, bytes);
  return hash;
}
