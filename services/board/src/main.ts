import { Fault } from "@billferry/contracts";
import { runService } from "@billferry/runtime";
import { listSchemes } from "@billferry/scheme";

import { createBoardServer } from "./board-server.ts";
import { BOARD_SETTINGS } from "./settings.ts";
import { readUsers } from "./users.ts";

const LOOPBACK = /^(127\.|localhost$|::1$)/;

await runService({
  name: "board",
  version: "0.1.0",
  settings: BOARD_SETTINGS,
  start: async ({ settings, redis, log }) => {
    const { BOARD_HOST: host, BOARD_PORT: port, BOARD_USERS_FILE: usersFile } = settings;
    const checkPassword = usersFile === undefined ? undefined : readUsers(usersFile);
    const server = await createBoardServer({
      redis,
      log,
      schemes: listSchemes(settings.SCHEME_DIR, settings.SCHEMES),
      language: settings.BOARD_LANGUAGE,
      checkPassword,
    });
    const url = await server.listen({ host, port }).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== "EADDRINUSE") throw cause;
      throw new Fault("CONFIG_INVALID", `BOARD_PORT:端口 ${port} 已被占用`, { cause });
    });
    log.info({ event: "board.ready", url }, "看板就绪");
    if (checkPassword === undefined && !LOOPBACK.test(host))
      log.warn({ event: "board.open", host }, "看板对外开放且无须登录;请设置 BOARD_USERS_FILE");
    return { stop: async () => server.close() };
  },
});
