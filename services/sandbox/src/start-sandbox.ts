import { join } from "node:path";

import fastify from "fastify";

import type { CallWatch } from "./answer.ts";
import { addControlRoutes } from "./control/routes.ts";
import { MAIN_ACCOUNT, sandboxCredentials, type SandboxCredentials } from "./credentials.ts";
import { DEFAULT_FORM } from "./forms/form.ts";
import { loadForms, pickForms } from "./forms/load-forms.ts";
import { beginLife } from "./life.ts";
import { addKingdeeRoutes } from "./kingdee/routes.ts";
import { SandboxProblem } from "./sandbox-problem.ts";
import { openSandbox, type Sandbox } from "./sandbox.ts";
import type { SettingsPatch } from "./settings.ts";
import { addWangdiantongRoutes } from "./wangdiantong/routes.ts";

export interface SandboxOptions {
  readonly host?: string;
  /** 0 (the default): a free port. */
  readonly port?: number;
  /** Where orders, calls and bills outlive a restart; left out: in memory only. */
  readonly folder?: string | undefined;
  /** The forms that have bills, or "all"; SAL_OUTSTOCK if left out. */
  readonly forms?: readonly string[];
  /** A folder of further form files; they win over the sandbox's own. */
  readonly formFolder?: string | undefined;
  /** `main` (the default) and further accounts of both vendors, each with its own bills, orders, faults and quota. */
  readonly accounts?: readonly string[];
  /** How many approved, selectable bills each form begins with (default 0); a folder with a past keeps its own. */
  readonly bills?: number;
  readonly seed?: number;
  readonly unknownSkus?: number;
  /** How many numbers are used again later; see `reuseNumbers`. */
  readonly reusedNumbers?: number;
  readonly callsPerMinute?: number;
  readonly settings?: SettingsPatch;
  /** The true time in epoch milliseconds; for tests. */
  readonly now?: () => number;
  /** Is told of every call before and after its effect, and may hold or cut it there; for rehearsals in one process. */
  readonly watch?: CallWatch;
}

/** Where one account is reached: `…/k3cloud/` for KINGDEE_URL, `…/openapi2/` for WDT_URL, and `…/control/`. */
export interface SandboxAccount {
  readonly credentials: SandboxCredentials;
  readonly kingdeeUrl: string;
  readonly wangdiantongUrl: string;
  readonly controlUrl: string;
}

/** The addresses are those of `main`. */
export interface RunningSandbox extends SandboxAccount {
  readonly url: string;
  /** Throws a RangeError where there is no such account. */
  account(name: string): SandboxAccount;
  stop(): Promise<void>;
}

const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** Starts both stand-ins and their judge on one port. The sandbox shares no client code with the product, so that an
 *  error on one side does not hide on the other. */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const { host = "127.0.0.1", port = 0, accounts = [MAIN_ACCOUNT] } = options;
  const sandboxes = openAccounts(accounts, options);
  const server = fastify({
    bodyLimit: MAX_BODY_BYTES,
    // Calls that are left hanging on purpose must not hold up the stop.
    forceCloseConnections: true,
    routerOptions: { caseSensitive: false },
  });
  // Bodies stay text: each vendor has its own idea of them, whatever the content type says.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  for (const [name, sandbox] of sandboxes)
    server.register(
      (scope, _options, done) => {
        addKingdeeRoutes(scope, sandbox);
        addWangdiantongRoutes(scope, sandbox);
        addControlRoutes(scope, sandbox);
        done();
      },
      { prefix: prefixOf(name) },
    );
  const url = await server.listen({ host, port }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "EADDRINUSE") throw cause;
    throw new SandboxProblem(`SANDBOX_PORT:端口 ${port} 已被占用`, { cause });
  });
  const account = (name: string): SandboxAccount => {
    const sandbox = sandboxes.get(name);
    if (sandbox === undefined) throw new RangeError(`there is no account ${name}`);
    const base = `${url}${prefixOf(name)}`;
    return {
      credentials: sandbox.credentials,
      kingdeeUrl: `${base}/k3cloud/`,
      wangdiantongUrl: `${base}/openapi2/`,
      controlUrl: `${base}/control/`,
    };
  };
  return {
    ...account(MAIN_ACCOUNT),
    url,
    account,
    stop: async () => {
      await server.close();
      for (const sandbox of sandboxes.values()) sandbox.close();
    },
  };
}

/** `main` stands at the root, every other account under its name. */
function prefixOf(account: string): string {
  return account === MAIN_ACCOUNT ? "" : `/${account}`;
}

function openAccounts(accounts: readonly string[], options: SandboxOptions): ReadonlyMap<string, Sandbox> {
  const { folder, bills = 0, seed = 1, unknownSkus = 0, reusedNumbers = 0, now = Date.now, watch } = options;
  const forms = loadForms(options.formFolder);
  const usedForms = pickForms(forms, options.forms ?? [DEFAULT_FORM]);
  const rate = options.callsPerMinute === undefined ? {} : { callsPerMinute: options.callsPerMinute };
  const settings = { ...options.settings, wangdiantong: { ...rate, ...options.settings?.wangdiantong } };
  const folderOf = (name: string): string | undefined =>
    folder === undefined || name === MAIN_ACCOUNT ? folder : join(folder, name);
  const folders = accounts.map(folderOf).filter((each) => each !== undefined);
  if (folder !== undefined) beginLife(folder, folders);
  return new Map(
    [...new Set(accounts)].map((name, index) => {
      const first = { count: bills, seed: seed + index, unknownSkus, reusedNumbers };
      const credentials = sandboxCredentials(name);
      return [
        name,
        openSandbox({ credentials, folder: folderOf(name), forms, usedForms, first, settings, now, watch }),
      ];
    }),
  );
}
