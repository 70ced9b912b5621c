import fastify from "fastify";

import type { CallWatch } from "./answer.ts";
import { addControlRoutes } from "./control/routes.ts";
import { addKingdeeRoutes } from "./kingdee/routes.ts";
import { openSandbox } from "./sandbox.ts";
import type { SettingsPatch } from "./settings.ts";
import { addWangdiantongRoutes } from "./wangdiantong/routes.ts";

export interface SandboxOptions {
  readonly host?: string;
  /** 0 (the default): a free port. */
  readonly port?: number;
  /** Where orders, calls and bills outlive a restart; left out: in memory only. */
  readonly folder?: string | undefined;
  /** How many approved, selectable bills to begin with (default 0); a folder with a past keeps its own. */
  readonly bills?: number;
  readonly seed?: number;
  readonly unknownSkus?: number;
  readonly callsPerMinute?: number;
  readonly settings?: SettingsPatch;
  /** The true time in epoch milliseconds; for tests. */
  readonly now?: () => number;
  /** Is told of every call before and after its effect, and may hold or cut it there; for rehearsals in one process. */
  readonly watch?: CallWatch;
}

export interface RunningSandbox {
  readonly url: string;
  /** `…/k3cloud/`, for KINGDEE_URL. */
  readonly kingdeeUrl: string;
  /** `…/openapi2/`, for WDT_URL. */
  readonly wangdiantongUrl: string;
  /** `…/control/`. */
  readonly controlUrl: string;
  stop(): Promise<void>;
}

const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * Starts both stand-ins and their judge on one port. The sandbox reads the vendors' rules from the vendor notes alone and
 * shares no client code with the product, so that an error on one side does not hide on the other.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const { host = "127.0.0.1", port = 0, bills = 0, seed = 1, unknownSkus = 0, now = Date.now } = options;
  const rate = options.callsPerMinute === undefined ? {} : { callsPerMinute: options.callsPerMinute };
  const sandbox = openSandbox({
    folder: options.folder,
    first: { count: bills, seed, unknownSkus },
    settings: { ...options.settings, wangdiantong: { ...rate, ...options.settings?.wangdiantong } },
    now,
    watch: options.watch,
  });
  const server = fastify({
    bodyLimit: MAX_BODY_BYTES,
    // Calls that are left hanging on purpose must not hold up the stop.
    forceCloseConnections: true,
    routerOptions: { caseSensitive: false },
  });
  // Bodies stay text: each vendor has its own idea of them, whatever the content type says.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  addKingdeeRoutes(server, sandbox);
  addWangdiantongRoutes(server, sandbox);
  addControlRoutes(server, sandbox);
  const url = await server.listen({ host, port });
  return {
    url,
    kingdeeUrl: `${url}/k3cloud/`,
    wangdiantongUrl: `${url}/openapi2/`,
    controlUrl: `${url}/control/`,
    stop: async () => {
      await server.close();
      sandbox.close();
    },
  };
}
