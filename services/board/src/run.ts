import { resolve } from "node:path";

import { keepAuditWriter } from "@billferry/audit";
import { Fault } from "@billferry/contracts";
import { MeasureReader } from "@billferry/desk";
import { runService } from "@billferry/runtime";
import { listSchemes, readScheme, type Scheme } from "@billferry/scheme";
import { MAIN_ACCOUNT } from "@billferry/settings";

import { createBoardServer } from "./board-server.ts";
import { toNames } from "./core/door.ts";
import { toOidcOptions } from "./oidc/oidc-settings.ts";
import { BOARD_SETTINGS, findBoardProblems } from "./settings.ts";
import { readUsers } from "./users.ts";

await runService({
  name: "board",
  version: "0.1.0",
  settings: BOARD_SETTINGS,
  findProblems: findBoardProblems,
  start: async ({ settings, redis, log }) => {
    const { BOARD_HOST: host, BOARD_PORT: port, BOARD_USERS_FILE: usersFile } = settings;
    const users = usersFile === undefined ? undefined : readUsers(usersFile, log);
    const schemes = listSchemes(settings.SCHEME_DIR, settings.SCHEMES);
    const folder = resolve(settings.AUDIT_DIR);
    const writer = keepAuditWriter({ redis, log, folder });
    const server = await createBoardServer({
      redis,
      log,
      schemes,
      schemeOf: (name) => schemeOf(settings.SCHEME_DIR, name),
      titles: new Map(schemes.map((name) => [name, titleOf(settings.SCHEME_DIR, name)])),
      language: settings.BOARD_LANGUAGE,
      tables: { folder: settings.SCHEME_DIR, tablesDir: settings.TABLES_DIR },
      users,
      oidc: toOidcOptions(settings),
      audit: { folder, trouble: writer.trouble },
      names: toNames(`${settings.BOARD_NAMES ?? ""},${host},${hostOf(settings.CONSOLE_URL)}`),
    });
    const url = await server.listen({ host, port }).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== "EADDRINUSE") throw cause;
      throw new Fault("CONFIG_INVALID", `BOARD_PORT:端口 ${port} 已被占用`, { cause });
    });
    log.info({ event: "board.ready", url }, "看板就绪");
    const accounts = schemes.map((scheme) => ({ scheme, account: accountOf(settings.SCHEME_DIR, scheme) }));
    const measures = new MeasureReader({ redis, log, schemes: accounts });
    return {
      measure: async () => measures.read(),
      stop: async () => {
        await server.close();
        await writer.stop();
      },
    };
  },
});

function accountOf(folder: string, name: string): string {
  return schemeOf(folder, name)?.definition.accounts.wangdiantong ?? MAIN_ACCOUNT;
}

/** Whoever says where browsers find the board allows them that name. */
function hostOf(url: string | undefined): string {
  return url !== undefined && URL.canParse(url) ? new URL(url).hostname : "";
}

function schemeOf(folder: string, name: string): Scheme | undefined {
  const read = readScheme(folder, name);
  return "scheme" in read ? read.scheme : undefined;
}

/** What people call a scheme; where its file is broken, which other services tell, its name. */
function titleOf(folder: string, name: string): string {
  return schemeOf(folder, name)?.definition.title ?? name;
}
