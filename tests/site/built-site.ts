import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";

import { execa } from "execa";

const ROOT = join(import.meta.dirname, "..", "..");
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

/**
 * The documents, built by the command of people in a copy of their folder (what is built passes through files beside
 * the pages), and served as any server of files would.
 */
export async function buildSite(): Promise<{
  readonly folder: string;
  readonly url: string;
  readonly stop: () => Promise<void>;
}> {
  const root = mkdtempSync(join(tmpdir(), "billferry-site-"));
  cpSync(join(ROOT, "docs"), join(root, "docs"), {
    recursive: true,
    filter: (path) => !/\/(\.cache|\.temp)$/.test(path),
  });
  cpSync(join(ROOT, "package.json"), join(root, "package.json"));
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
  await execa("npm", ["run", "-s", "docs:site"], { cwd: root, preferLocal: true, localDir: ROOT, stdin: "ignore" });
  const folder = join(root, "docs", ".cache", "site");
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "", "http://site").pathname));
    const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    try {
      const content = readFileSync(file);
      response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream").end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    folder,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => void server.close(resolve));
      rmSync(root, { recursive: true, force: true });
    },
  };
}
