import { openAddress } from "@billferry/alerts";
import type { Logger } from "@billferry/runtime";

const MINUTE_MS = 60_000;

/** A sign of life for somebody outside, once a minute: whoever gets none knows that this machine is silent. */
export function openHeartbeat(url: string | undefined, log: Logger): { readonly ping: () => Promise<void> } {
  if (url === undefined) return { ping: async () => Promise.resolve() };
  const { client, path, headers } = openAddress(url, undefined);
  let nextAt = 0;
  return {
    ping: async () => {
      if (performance.now() < nextAt) return;
      nextAt = performance.now() + MINUTE_MS;
      try {
        const { status } = await client.post({ path, body: "", contentType: "text/plain", headers });
        if (status >= 400)
          log.warn(
            { event: "heartbeat.refused", status },
            { zh: "外部心跳地址拒绝了请求", en: "the outside watcher refused the heartbeat" },
          );
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        log.warn(
          { event: "heartbeat.failed", error: reason },
          { zh: "外部心跳未送达,一分钟后再试", en: "the heartbeat did not arrive, it is tried again in a minute" },
        );
      }
    },
  };
}
