#!/usr/bin/env node
// Starts the program with a Node that runs TypeScript: this one if it can, else the one that `npm install` brought
// along. Plain JavaScript, because an old Node must be able to read it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const main = join(here, "..", "src", "main.ts");

if (process.features.typescript) {
  await import(main);
} else {
  const node = join(here, "..", "..", "..", "node_modules", ".bin", "node");
  if (existsSync(node)) {
    const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: "inherit" });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    child.on("error", (error) => fail(error.message, error.message));
    child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
  } else {
    fail(`Node ${process.version} 过旧`, `Node ${process.version} is too old`);
  }
}

// In both languages: what tells a reader's language cannot be loaded here.
function fail(zh, en) {
  process.stderr.write(`${zh} → 请安装 Node 24 以上版本,或先执行 npm install\n`);
  process.stderr.write(`${en} → install Node 24 or newer, or run npm install first\n`);
  process.exit(2);
}
