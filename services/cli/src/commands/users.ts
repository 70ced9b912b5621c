import { dropLine, hashPassword, hashToken, isUserName, makeToken, putLine, ROLES, type Role } from "@billferry/people";
import { Option, type Command } from "commander";

import { askPassword } from "../ask-password.ts";
import { CommandEnd, EXIT } from "../command-end.ts";
import { byOption, noteOption } from "../on-record.ts";
import { say } from "../say.ts";
import {
  changeUsersFile,
  usersFileOf,
  hasToken,
  knownUser,
  readUsersFile,
  type UsersFileOptions,
} from "./users-file.ts";

interface UsersOptions extends UsersFileOptions {
  readonly role?: Role;
  readonly json?: boolean;
}

const FILE_OPTION = [
  "--file <path>",
  { zh: "用户文件,默认为 BOARD_USERS_FILE 所指", en: "file of users, by default the one that BOARD_USERS_FILE names" },
] as const;
const ROLE_HELP = {
  zh: "viewer 只看,operator 可操作异常单与环节,admin 全部",
  en: "viewer looks, operator acts on cases and stages, admin may do all",
};
const roleOption = (): Option => new Option("--role <role>", say(ROLE_HELP)).choices(ROLES).makeOptionMandatory();

function add(parent: Command, name: string, words: string): Command {
  return parent.command(name).description(words).option(FILE_OPTION[0], say(FILE_OPTION[1]));
}

function change(parent: Command, name: string, words: string): Command {
  return add(parent, name, words)
    .argument("<name>", say({ zh: "名称", en: "name" }))
    .option(...byOption())
    .option(...noteOption());
}

/** People and programs that may use the console: what is changed holds at once. */
export function addUsersCommand(program: Command): void {
  const users = program.command("users").description(
    say({
      zh: "控制台的用户与令牌:添加、改角色、改密码、删除;即时生效,无须重启",
      en: "users and tokens of the console: add, change role or password, remove; at once, without a restart",
    }),
  );
  add(users, "list", say({ zh: "列出用户与令牌", en: "list users and tokens" }))
    .option("--json", say({ zh: "输出一行 JSON", en: "print one line of JSON" }))
    .action(list);
  change(
    users,
    "add",
    say({
      zh: "添加用户;密码从终端输入,或由标准输入的第一行给出",
      en: "add a user; the password is asked for on a terminal, else the first line of standard input",
    }),
  )
    .addOption(roleOption())
    .action(addUser);
  change(users, "role", say({ zh: "更改角色", en: "change the role" }))
    .addOption(roleOption())
    .action(changeRole);
  change(users, "password", say({ zh: "更改密码", en: "change the password" })).action(changePassword);
  change(users, "remove", say({ zh: "删除用户", en: "remove a user" })).action(removeUser);
  const token = users.command("token").description(
    say({
      zh: "供其他系统调用 API 的令牌(Authorization: Bearer …)",
      en: "tokens by which other systems call the API (Authorization: Bearer …)",
    }),
  );
  change(token, "add", say({ zh: "发放令牌:只显示这一次", en: "issue a token: it is shown this once" }))
    .addOption(roleOption())
    .action(addToken);
  change(token, "remove", say({ zh: "收回令牌", en: "revoke a token" })).action(removeToken);
}

async function list(options: UsersOptions): Promise<void> {
  const { file } = await readUsersFile(usersFileOf(options));
  const users = [...(file?.users ?? [])].map(([name, { role, hash }]) => ({ name, role, hash: hash.split("$")[1] }));
  const tokens = [...(file?.tokens.values() ?? [])];
  const lines = [
    ...users.map(({ name, role }) => say({ zh: `用户 ${name}  ${role}`, en: `user ${name}  ${role}` })),
    ...tokens.map(({ name, role }) => say({ zh: `令牌 ${name}  ${role}`, en: `token ${name}  ${role}` })),
  ];
  const text =
    lines.join("\n") ||
    say({
      zh: "还没有用户:npx billferry users add 名称 --role admin",
      en: "there is no user yet: npx billferry users add NAME --role admin",
    });
  process.stdout.write(`${options.json ? JSON.stringify({ users, tokens }) : text}\n`);
}

async function addUser(name: string, options: UsersOptions): Promise<void> {
  if (!isUserName(name))
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `用户名 ${JSON.stringify(name)} 无效:1 到 64 个字符,不含空白与冒号,不以 @ 或 # 开头`,
        en: `the name ${JSON.stringify(name)} is not valid: 1 to 64 characters, no blanks or colons, not beginning with @ or #`,
      }),
    );
  const password = await askPassword(name);
  await changeUsersFile(options, { act: "add-user", name }, async ({ text, file }) => {
    if (file?.users.has(name) || hasToken(file, name))
      throw new CommandEnd(
        EXIT.found,
        say({
          zh: `已有 ${name};改密码用 users password`,
          en: `${name} exists already; users password changes the password`,
        }),
      );
    return putLine(text, name, `${name}:${await hashPassword(password)}:${options.role}`);
  });
  process.stdout.write(
    say({ zh: `已添加用户 ${name}(${options.role})\n`, en: `User ${name} added (${options.role})\n` }),
  );
}

async function changeRole(name: string, options: UsersOptions): Promise<void> {
  await changeUsersFile(options, { act: "change-role", name }, async ({ text, file }) => {
    const { hash } = knownUser(file, name);
    return putLine(text, name, `${name}:${hash}:${options.role}`);
  });
  process.stdout.write(
    say({
      zh: `${name} 的角色现在是 ${options.role};须重新登录\n`,
      en: `The role of ${name} is now ${options.role}; a new sign-in is needed\n`,
    }),
  );
}

async function changePassword(name: string, options: UsersOptions): Promise<void> {
  const password = await askPassword(name);
  await changeUsersFile(options, { act: "change-password", name }, async ({ text, file }) => {
    const { role } = knownUser(file, name);
    return putLine(text, name, `${name}:${await hashPassword(password)}:${role}`);
  });
  process.stdout.write(
    say({
      zh: `已更改 ${name} 的密码;须重新登录\n`,
      en: `The password of ${name} is changed; a new sign-in is needed\n`,
    }),
  );
}

async function removeUser(name: string, options: UsersOptions): Promise<void> {
  await changeUsersFile(options, { act: "remove-user", name }, async ({ text, file }) => {
    const { role } = knownUser(file, name);
    const admins = [...(file?.users.values() ?? [])].filter((user) => user.role === "admin").length;
    if (role === "admin" && admins === 1)
      throw new CommandEnd(
        EXIT.found,
        say({
          zh: `${name} 是唯一的 admin,没有删除;请先添加另一位`,
          en: `${name} is the only admin and was not removed; add another one first`,
        }),
      );
    return dropLine(text, name);
  });
  process.stdout.write(
    say({ zh: `已删除用户 ${name},其登录随即失效\n`, en: `User ${name} removed, signed out at once\n` }),
  );
}

async function addToken(name: string, options: UsersOptions): Promise<void> {
  if (!isUserName(name))
    throw new CommandEnd(
      EXIT.usage,
      say({
        zh: `令牌名称 ${JSON.stringify(name)} 无效`,
        en: `the name of a token ${JSON.stringify(name)} is not valid`,
      }),
    );
  const token = makeToken();
  await changeUsersFile(options, { act: "add-token", name, kind: "token" }, async ({ text, file }) => {
    if (file === undefined)
      throw new CommandEnd(
        EXIT.found,
        say({
          zh: "请先添加用户:npx billferry users add 名称 --role admin",
          en: "add a user first: npx billferry users add NAME --role admin",
        }),
      );
    if (file.users.has(name) || hasToken(file, name))
      throw new CommandEnd(EXIT.found, say({ zh: `已有 ${name}`, en: `${name} exists already` }));
    return putLine(text, `@${name}`, `@${name}:${hashToken(token)}:${options.role}`);
  });
  process.stdout.write(`${token}\n`);
  process.stderr.write(
    say({
      zh: `令牌 ${name}(${options.role})只显示这一次;调用时带上 Authorization: Bearer 令牌\n`,
      en: `The token ${name} (${options.role}) is shown this once; call with Authorization: Bearer TOKEN\n`,
    }),
  );
}

async function removeToken(name: string, options: UsersOptions): Promise<void> {
  await changeUsersFile(options, { act: "remove-token", name, kind: "token" }, async ({ text, file }) => {
    if (!hasToken(file, name))
      throw new CommandEnd(EXIT.found, say({ zh: `没有令牌 ${name}`, en: `there is no token ${name}` }));
    return dropLine(text, `@${name}`);
  });
  process.stdout.write(say({ zh: `已收回令牌 ${name}\n`, en: `Token ${name} revoked\n` }));
}
