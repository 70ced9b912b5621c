import type { Ledger } from "@billferry/ledger";
import type { Logger } from "@billferry/runtime";

/**
 * Beside all else, and only where there is anything: the numbers that the program before wrote are taken in, so that
 * they are found by their beginnings and endings too. What is broken off goes on at the next start.
 */
export function startIndexing({ numbers }: Pick<Ledger, "numbers">, log: Logger): { stop: () => Promise<void> } {
  const control = new AbortController();
  const index = async (): Promise<void> => {
    if (await numbers.areIndexed()) return;
    const moved = await numbers.index(control.signal);
    if (moved > 0) log.info({ event: "ledger.indexed", moved }, "台账中原有的编号已可按开头和结尾查找");
  };
  const indexing = index().catch((error: unknown) => {
    if (!control.signal.aborted) log.warn({ event: "ledger.not-indexed", err: error }, "编号索引未完成,下次启动时继续");
  });
  return {
    stop: async () => {
      control.abort();
      await indexing;
    },
  };
}
