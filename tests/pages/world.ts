import { startRedis } from "@billferry/testing";
import type { Summary } from "@billferry/sandbox";
import getPort from "get-port";
import { Redis } from "ioredis";
import { expect, onTestFinished } from "vitest";

import { Terminal } from "./terminal.ts";

const WAIT = { timeout: 240_000, interval: 500 };

/** A machine with a Redis, and free ports in the place of those that the pages name. */
export async function openMachine(given: Readonly<Record<string, string>> = {}) {
  const redis = await startRedis({ persistent: true });
  onTestFinished(async () => redis.stop());
  const client = new Redis(redis.url);
  onTestFinished(() => client.disconnect());
  const [board, sandbox] = [await getPort(), await getPort()];
  const terminal = new Terminal(
    {
      BOARD_PORT: String(board),
      SANDBOX_PORT: String(sandbox),
      SANDBOX_BILLS: "20",
      SANDBOX_CALLS_PER_MINUTE: "6000",
      ...given,
    },
    new Map([
      ["redis://127.0.0.1:6379", redis.url],
      ["127.0.0.1:3100", `127.0.0.1:${sandbox}`],
      // A quota of the page's would make a test of an hour, for the sandbox too.
      ["WDT_CALLS_PER_MINUTE=60\n", "WDT_CALLS_PER_MINUTE=6000\n"],
      // What is installed is here already: only whether the lock file fits is asked.
      ["npm ci", "npm ci --dry-run --ignore-scripts --offline"],
    ]),
  );
  const control = async (path: string, body: object | "DELETE"): Promise<void> => {
    const init = body === "DELETE" ? { method: body } : { method: "POST", body: JSON.stringify(body) };
    const answer = await fetch(`http://127.0.0.1:${sandbox}/control/${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  const approve = async (billNo: string, line: object = {}): Promise<void> => {
    await control("bills", { billNo, lines: [{ quantity: "5", ...line }] });
    await control(`bills/${billNo}/audit`, {});
  };
  /** By the books of the sandbox, not ours. */
  const untilAllIsDelivered = async (): Promise<void> => {
    await expect.poll(async () => readStanding(sandbox), WAIT).toEqual({ missing: 0, duplicated: [], wrong: [] });
  };
  const boardUrl = `http://127.0.0.1:${board}`;
  const sandboxUrl = `http://127.0.0.1:${sandbox}`;
  return { terminal, redis, client, boardUrl, sandboxUrl, control, approve, untilAllIsDelivered };
}

async function readStanding(sandbox: number | string): Promise<object> {
  const all = (await (await fetch(`http://127.0.0.1:${sandbox}/control/summary`)).json()) as Summary;
  return { missing: all.expected - all.present, duplicated: all.duplicated, wrong: all.wrong };
}
