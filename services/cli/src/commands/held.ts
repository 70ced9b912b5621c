import { listHeld, type HeldItem } from "@billferry/operations";
import type { Command } from "commander";

import { EXIT } from "../command-end.ts";
import { SCHEME } from "../places.ts";
import { withinSeconds, withRedis } from "../with-redis.ts";

const MOST_SHOWN = 1_000;
const LIMIT_SECONDS = 30;

export function addHeldCommand(program: Command): void {
  program
    .command("held")
    .description("等待人工处理的单据与订单,附原因和办法(有时退出码为 1)")
    .option("--json", "输出一行 JSON")
    .action(async (options: { json?: boolean }) => {
      const held = await withRedis(async (redis) => withinSeconds(LIMIT_SECONDS, listHeld(redis, SCHEME, MOST_SHOWN)));
      process.stdout.write(`${options.json ? JSON.stringify(held) : formatHeld(held)}\n`);
      process.exitCode = held.length > 0 ? EXIT.found : EXIT.good;
    });
}

function formatHeld(held: readonly HeldItem[]): string {
  if (held.length === 0) return "没有等待人工处理的单据";
  const lines = held.map(
    ({ kind, id, billNo, reason }) =>
      `${kind === "bill" ? `单据 ${billNo || id}` : `订单 ${id}(单据 ${billNo})`}\n  ${reason}`,
  );
  return [...lines, `共 ${held.length} 项;处理之后执行 billferry retry --all`].join("\n");
}
