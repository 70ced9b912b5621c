import type { Phrases } from "./retell.ts";

/** What is said while Redis and the services are started and watched, and of what stands in `.env`. */
export const OF_STARTING: Phrases = {
  "REDIS_URL 指定的 {1} (given)": "the one that REDIS_URL names, {1}",
  "已在运行的 {1} (already running)": "the one that is running, {1}",
  "进程 {1} 正以此目录运行 Redis,但它没有应答": "process {1} runs Redis on this folder, but it does not answer",
  "停止进程 {1} 后再试": "end the process {1} and try again",
  "Docker 容器 {1} (started in a container)": "a Docker container {1}",
  "{1},私有实例 {2} (started privately)": "{1}, a private instance {2}",
  "Redis:使用{1}": "Redis: with {1}",
  "本机的 {1}": "this machine's {1}",
  "本机 redis-tools 中的 {1}": "{1} of this machine's redis-tools",
  "Redis:未找到 redis-server,正在用 apt 安装 Debian 的软件包 (installing with apt, no service is started)":
    "Redis: no redis-server was found, installing Debian's package with apt (no service is started)",
  "Redis:未找到 redis-server,正在下载 Debian 的软件包到 .cache (downloading, nothing is installed)":
    "Redis: no redis-server was found, downloading Debian's package to .cache (nothing is installed)",
  "已解压的 {1}": "the unpacked {1}",
  "Redis:已在原有数据上重新启动,工作继续": "Redis: started again on its data, work goes on",
  "Redis 暂时无法重新启动,稍后再试:{1}": "Redis cannot be started again for now, it is tried later: {1}",
  "Redis 意外退出,正在原有数据上重新启动……": "Redis ended unexpectedly, it is started again on its data…",
  "无法获得 Redis:{1} → {2}": "no Redis can be had: {1} → {2}",
  "请任选其一:设置 REDIS_URL 指向已有的 Redis(6.2 以上);或安装 redis-server(Debian/Ubuntu:apt-get install redis-server;macOS:brew install redis);或启动 Docker":
    "do one of these: point REDIS_URL to a Redis (6.2 or later); install redis-server (Debian/Ubuntu: apt-get install redis-server; macOS: brew install redis); start Docker",
  "redis-server 未能启动({1})": "redis-server did not start ({1})",
  磁盘已满: "the disk is full",
  "腾出 {1} 所在磁盘的空间后重新启动,已有的数据都在":
    "make room on the disk of {1} and start again, all data is still there",
  数据目录不可写: "the data folder cannot be written",
  "把 {1} 改为当前用户可读写,或以 DATA_DIR 指定另一个数据目录":
    "let this user read and write {1}, or name another data folder with DATA_DIR",
  数据文件已损坏: "the data files are damaged",
  "移走 {1} 后重新启动:台账由金蝶与旺店通两端重建,不会重复;或先以 redis-check-aof --fix 修复":
    "move {1} away and start again: the ledger is rebuilt from Kingdee and Wangdiantong without duplicates; or mend it first with redis-check-aof --fix",
  没有需要迁移的内容: "there is nothing to move",
  "旧版本的服务仍在运行({1}),未做任何改动;请停止各服务后再试":
    "services of the earlier version still run ({1}), nothing was changed; stop them and try again",
  "另一次迁移正在进行;请等它结束后再试": "another migration is under way; try again when it has ended",
  将迁移: "to be moved",
  已迁移: "moved",
  "方案 {1}:{2}台账 {3} 项、队列 {4} 项": "scheme {1}: {2} {3} entries of the ledger, {4} of queues",
  "(未做任何改动)": "(nothing was changed)",
  迁移完成: "migration done",
  "{1}:无法读取文件 {2}": "{1}: cannot read the file {2}",
  "写成一行;多行的内容放进文件,用 名称_FILE": "write it in one line; what has several goes into a file, with NAME_FILE",
  "不是“名称=值”": "not NAME=VALUE",
  "第 {1} 行已有同名的一行,以后一行为准": "line {1} has the same name, the later one holds",
  删去其中一行: "remove one of them",
  "引号是全角的,会成为值的一部分": "the quotes are full-width ones and become part of the value",
  "改用半角单引号 '…'": "use plain single quotes '…'",
  "有 $:docker compose 会把 $ 之后的部分当作变量展开": "there is a $: docker compose takes what follows for a variable",
  "有“空格 #”:其后的部分被当作注释丢掉": "there is a blank and a #: what follows is dropped as a comment",
  "有 #:npm start 与 billferry 命令读到 # 为止":
    "there is a #: npm start, and the commands of billferry, read as far as it only",
  "末尾有一个落单的引号,会成为值的一部分": "there is a stray quote at the end, it becomes part of the value",
  "两端都加单引号,或都不加": "put single quotes around it, or none",
  "开头的引号 {1} 在这一行没有结束,会连下面的行一起读入":
    "the quote {1} at its beginning does not end on this line, the lines below are read into it",
  "引号 {1} 在中间就结束了,其后的部分被丢掉": "the quote {1} ends half way, what follows is dropped",
  "反引号只有 Node 认识": "only Node knows backticks",
  "双引号里有 $ 或 \\:docker compose 会展开或转义":
    "$ or \\ within double quotes: docker compose expands or unescapes it",
  "单引号里有 ${:docker-compose 1.x 会展开它": "${ within single quotes: docker-compose 1.x expands it",
  "有连着的或末尾的 \\:docker-compose 1.x 会把它当作转义":
    "a double \\ or one at the end: docker-compose 1.x takes it for an escape",
  "# 之后若是说明,移到上一行;若属于值,{1}":
    "if what follows the # is a remark, move it to the line above; if it belongs to the value, {1}",
  "用单引号括起:{1}='…'": "put single quotes around it: {1}='…'",
  换成不含这些字符的值: "choose a value without these characters",
  "把值放进文件 deploy/secrets/{1},改写为 {2}_FILE=/run/secrets/{3}(npm start 则写文件的实际路径)":
    "put the value into the file deploy/secrets/{1} and write {2}_FILE=/run/secrets/{3} (for npm start the file's real path)",
  "另一个{1}(由旧版本记录,名称未留下)": "another {1} (noted by an earlier version, without its name)",
  "方案 {1} 的台账属于{2},现在的 {3} 是 {4}": "the ledger of scheme {1} belongs to {2}, but {3} is {4}",
  "旧版本留下的数据:{1}": "Left by an earlier version: {1}",
  已中断: "interrupted",
  "本目录已有 npm start 在运行(进程 {1})→ 先停止它,或以 DATA_DIR 指定另一个数据目录":
    "npm start runs in this folder already (process {1}) → stop it first, or name another data folder with DATA_DIR",
  "磁盘已满 → 腾出空间": "the disk is full → make room",
  "磁盘配额已用完 → 腾出空间": "the disk quota is used up → make room",
  "没有写入权限 → 把它改为当前用户可写": "no permission to write → let this user write it",
  "文件系统只读 → 改为可写": "the file system is read-only → make it writable",
  "它不是目录 → 移走同名文件": "it is not a folder → move the file of that name away",
  "数据目录 {1} 不可用:{2},或以 DATA_DIR 指定另一个数据目录":
    "the data folder {1} cannot be used: {2}, or name another one with DATA_DIR",
  "Redis 无法写入磁盘(磁盘已满?),工作暂停 → 腾出空间后自动继续,不会丢失":
    "Redis cannot write to its disk (is it full?), work rests → it goes on by itself once there is room, nothing is lost",
  "Redis 已能写入磁盘,工作继续": "Redis can write to its disk again, work goes on",
  "Redis 已恢复应答,工作继续": "Redis answers again, work goes on",
  "Redis 没有应答,工作暂停;恢复后自动继续": "Redis does not answer, work rests; it goes on by itself afterwards",
  "这个 Redis 正由另一个沙箱使用 → 先停止它,或不设置 REDIS_URL":
    "this Redis is used by another sandbox → stop that first, or do not set REDIS_URL",
  "沙箱是新的:上一个沙箱留在 Redis 中的台账与任务已清除":
    "The sandbox is new: what the one before had left in Redis is cleared",
  "{1} 的日志暂时无法写入:{2}": "the log of {1} cannot be written for now: {2}",
  "{1} 意外退出({2}),{3} 秒后重启;最后的日志:\n{4}":
    "{1} ended unexpectedly ({2}), it starts again in {3} s; its last lines:\n{4}",
  "{1} 无法启动:{2}": "{1} cannot start: {2}",
  "端口 {1} 已被占用,沙箱改用 {2}": "the port {1} is taken, the sandbox uses {2}",
  "端口 {1} 已被占用,看板改用 {2}": "the port {1} is taken, the console uses {2}",
  "没有 {1} 命令": "there is no command {1}",
  "{1} 未成功({2})": "{1} did not succeed ({2})",
  "{1} 毫秒内没有就绪": "not ready within {1} ms",
  进程已退出: "the process has ended",
  "方案 {1} 的台账版本是 {2},只能由 {3} 迁移": "the ledger of scheme {1} is of version {2}, and only {3} can be moved",
  "BOARD_USERS_FILE 中没有用户,请用 npx billferry users add 名称 --role admin 添加(或 htpasswd -B)":
    "BOARD_USERS_FILE has no user, add one with npx billferry users add NAME --role admin (or htpasswd -B)",
  "BOARD_USERS_FILE 第 {1} 行没有角色,而其他行有;请在行末补上 :viewer、:operator 或 :admin(htpasswd 改密码时会去掉它)":
    "line {1} of BOARD_USERS_FILE has no role and others have; add :viewer, :operator or :admin at its end (htpasswd removes it when it changes a password)",
  "BOARD_USERS_FILE 第 {1} 行不是 bcrypt 或 argon2id 格式,或角色不是 {2} 之一;请用 npx billferry users 管理,或用 htpasswd -B 生成,角色写在行末 :{3}":
    "line {1} of BOARD_USERS_FILE is neither bcrypt nor argon2id, or its role is none of {2}; keep it with npx billferry users, or make it with htpasswd -B and write the role at its end, :{3}",
  被信号终止: "by a signal",
  "BOARD_PORT:端口 {1} 已被占用": "BOARD_PORT: the port {1} is taken",
  "BOARD_USERS_FILE:无法读取该文件": "BOARD_USERS_FILE: cannot read that file",
  "{1}…(共 {2} 字)": "{1}… ({2} characters)",
  "…… 共 {1} 项,看板只显示前 {2} 项": "… {1} in all, the board shows the first {2} only",
  已登录: "signed in",
  全部: "all",
};
