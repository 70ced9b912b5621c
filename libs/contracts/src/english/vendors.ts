import type { Phrases } from "./retell.ts";

/** What is said of a vendor's answer, of the network and of Redis. */
export const OF_VENDORS: Phrases = {
  // Kingdee
  "KINGDEE_APP_ID 应为“数字_32 位密文”的形式,才能使用 signed-headers":
    "KINGDEE_APP_ID has the form “digits_32 characters of cipher” for signed-headers",
  "用户名、密码或密钥错误": "wrong user, password or secret",
  登录失败: "the sign-in failed",
  密码不符合策略: "the password breaks the policy",
  密码须先修改: "the password has to be changed first",
  登录被警告拦下: "a warning stopped the sign-in",
  未绑定云通行证: "the user is bound to no cloud passport",
  账号未激活: "the account is not active",
  "登录应答中没有 LoginResultType": "the answer to the sign-in has no LoginResultType",
  密码已过期或须修改: "the password has expired or has to be changed",
  "重新登录后会话仍然丢失,{1}": "after signing in anew the session is still lost, {1}",
  签名未被接受: "the signature was not taken",
  等待金蝶登录时服务停止: "the service stopped while it waited to sign in to Kingdee",
  "元数据应答中没有 NeedReturnData.Entrys": "the metadata have no NeedReturnData.Entrys",
  元数据应答中没有字段: "the metadata have no fields",
  应答不是表格: "the answer is no table",
  "第 {1} 行不是数组": "row {1} is no list",
  "第 {1} 行有 {2} 个单元格,应为 {3} 个": "row {1} has {2} cells instead of {3}",
  "第 {1} 行第 {2} 个单元格不是简单值": "cell {2} of row {1} is no plain value",
  应答的第一行是列标题而不是数据: "the first row of the answer is headings, not data",
  "应答的字符集不是 UTF-8": "the answer is not in UTF-8",
  "金蝶返回 HTTP {1}": "Kingdee answered HTTP {1}",
  "金蝶返回 HTTP 429": "Kingdee answered HTTP 429",
  "金蝶网关返回 HTTP 519": "Kingdee's gateway answered HTTP 519",
  "地址不存在(HTTP 404)": "there is no such address (HTTP 404)",
  "请求被转向别处(HTTP {1})": "the request was sent elsewhere (HTTP {1})",
  应答为空: "the answer is empty",
  应答是网页: "the answer is a web page",
  "应答不完整或不是有效的 JSON": "the answer is cut, or no valid JSON",
  金蝶返回错误文本: "Kingdee answered with an error in words",
  应答是单个值: "the answer is a single value",
  "应答不是 JSON": "the answer is no JSON",
  "金蝶网关错误 {1}": "error {1} of Kingdee's gateway",
  金蝶返回了弹窗而不是数据: "Kingdee answered with a pop-up instead of data",
  金蝶返回错误: "Kingdee answered with an error",
  "金蝶返回错误(MsgCode {1})": "Kingdee answered with an error (MsgCode {1})",
  "{1},没有说明原因": "{1}, and gave no reason",
  金蝶账套: "Kingdee's account",
  "{1}:未设置({2}={3} 时必填)": "{1}: not set (needed with {2}={3})",
  // Wangdiantong
  旺店通账号: "Wangdiantong's account",
  "应答是网页,不是接口内容": "the answer is a web page, not the interface's",
  "应答不是完整的 JSON": "the answer is no whole JSON",
  "应答不是 JSON 对象": "the answer is no JSON object",
  "应答中没有 code": "the answer has no code",
  "{1} 返回 HTTP {2}{3}": "{1} answered HTTP {2}{3}",
  "({1} 个字符)": " ({1} characters)",
  "{1} 应答内容不符合约定:{2}": "the answer of {1} is not what was agreed: {2}",
  "(没有说明)": "(no reason given)",
  "{1} 返回 {2}{3}": "{1} answered {2}{3}",
  "(推送未带货位,这是旺店通中货品的默认货位){1}":
    " (the push names no position; this is the goods' default position in Wangdiantong){1}",
  ";涉及商家编码 {1}{2}": "; it is about the SKUs {1}{2}",
  " 等共 {1} 个": " and others, {1} in all",
  "{1};等共 {2} 处": "{1}; and others, {2} in all",
  "应为 {1}": "should be {1}",
  "应为 0 或 1": "should be 0 or 1",
  "未知字段 {1}": "unknown field {1}",
  旺店通要求暂缓调用: "Wangdiantong asks for fewer calls",
  "旺店通不可用,已熔断": "Wangdiantong does not work, the circuit is open",
  "(缺失)": " (missing)",
  "=“{1}…”({2} 个字符)": "=“{1}…” ({2} characters)",
  "=“{1}”({2} 个字符)": "=“{1}” ({2} characters)",
  "单据查询超过 {1} 页仍未结束": "the query of documents does not end after {1} pages",
  "应为最多 15 位整数、4 位小数的十进制数": "should be a decimal of at most 15 whole digits and 4 decimals",
  不能为空: "must not be empty",
  "应为不超过 9 位的整数": "should be a whole number of at most 9 digits",
  "应为 yyyy-MM-dd HH:mm:ss": "should be yyyy-MM-dd HH:mm:ss",
  "最多 {1} 个字符": "at most {1} characters",
  "数量必须大于 0": "the quantity has to be more than 0",
  至少一行货品: "at least one line of goods",
  // The network
  "{1} 的应答超过 {2} 字节": "the answer of {1} is longer than {2} bytes",
  "调用 {1} 时服务停止": "the service stopped during a call of {1}",
  "{1} 在 {2} 毫秒内没有应答({3})": "{1} gave no answer within {2} ms ({3})",
  不再需要: "it is not needed any more",
  "调用闸门未放行({1})": "the gate of calls did not let it through ({1})",
};

/** What is said of Redis and of the state in it. */
export const OF_REDIS: Phrases = {
  "Redis 在 {1} 毫秒内没有应答{2},请核对 REDIS_URL": "Redis gave no answer within {1} ms{2}; check REDIS_URL",
  "Redis 在 {1} 秒内没有应答完毕": "Redis did not finish its answer within {1} s",
  "Redis 无应答": "Redis does not answer",
  "应为 redis://、rediss://、redis+sentinel://h1:26379,h2:26379/mymaster 或 redis+cluster://h1:7000,h2:7001":
    "should be redis://, rediss://, redis+sentinel://h1:26379,h2:26379/mymaster or redis+cluster://h1:7000,h2:7001",
  "用户名、密码与主节点名中的特殊字符须写成百分号编码(@ 写成 %40,/ 写成 %2F,% 写成 %25,? 写成 %3F,# 写成 %23,: 写成 %3A)":
    "special characters of user, password and name are percent-encoded (@ as %40, / as %2F, % as %25, ? as %3F, # as %23, : as %3A)",
  "不支持 ? 与 # 之后的内容(数据库写在路径中,例如 redis://主机:6379/1);{1}":
    "nothing may follow ? or # (the database stands in the path, as in redis://host:6379/1); {1}",
  "主机应为 主机名:端口(多个用逗号隔开),端口为 1 到 65535;{1}":
    "hosts are name:port (several with commas between), the port is 1 to 65535; {1}",
  "路径应为数据库编号(0 到 999;redis+sentinel:// 为 /主节点名 或 /主节点名/编号,redis+cluster:// 只有 0);{1}":
    "the path is the number of the database (0 to 999; with redis+sentinel:// /name or /name/number, with redis+cluster:// only 0); {1}",
  "Redis 是只读副本(主从切换中,或 REDIS_URL 指向了副本)":
    "Redis is a read-only replica (a failover is under way, or REDIS_URL names the replica)",
  "Redis 副本与主节点失去联系": "the replica has lost its primary",
  "Redis 正在载入数据": "Redis is loading its data",
  "Redis 由主节点变为副本": "Redis has become a replica",
  "Redis 无法把数据写入磁盘,拒绝写入:请检查磁盘空间与权限":
    "Redis cannot write to its disk and takes no writes: look after its space and rights",
  "Redis 内存已用尽,拒绝写入:请增大 maxmemory 或机器内存":
    "Redis has no memory left and takes no writes: raise maxmemory, or give the machine more",
  "Redis 的可用副本不足(min-replicas-to-write),拒绝写入:请恢复副本":
    "Redis has too few replicas (min-replicas-to-write) and takes no writes: bring them back",
  "Redis 正在执行他人的长脚本:等它结束,或由管理员执行 SCRIPT KILL":
    "Redis runs somebody's long script: wait for its end, or have an administrator run SCRIPT KILL",
  "Redis 集群暂不可用:请检查各节点": "the Redis cluster does not work for now: look after its nodes",
  "Redis 集群正在迁移数据": "the Redis cluster is moving data",
  "Redis 放弃了一组命令": "Redis dropped a group of commands",
  "Redis 连接数已满(maxclients):请关闭多余的连接或调大 maxclients":
    "Redis has no connection left (maxclients): close some, or raise maxclients",
  "与 Redis 的连接中断": "the connection to Redis broke",
  "Redis 需要密码:请在 REDIS_URL 中写上密码(redis://:密码@主机:端口)":
    "Redis asks for a password: write it into REDIS_URL (redis://:password@host:port)",
  "Redis 的用户名或密码不正确,或该用户已停用:请修改 REDIS_URL":
    "wrong user or password for Redis, or the user is disabled: correct REDIS_URL",
  "Redis 的密码不正确:请修改 REDIS_URL": "wrong password for Redis: correct REDIS_URL",
  "Redis 用户的权限不足:请管理员执行 ACL SETUSER 用户名 {1}":
    "the Redis user has too few rights: have an administrator run ACL SETUSER name {1}",
  "Redis 没有 REDIS_URL 中的数据库编号:请改用存在的编号":
    "Redis has no such database: name one in REDIS_URL that there is",
  "Redis 处于保护模式,只接受本机连接:请为它设置密码":
    "Redis is in protected mode and takes local connections only: set a password",
  "Redis 版本为 {1},需要 {2} 或更高(建议 7.2);请升级,或让 REDIS_URL 指向新的 Redis":
    "Redis is {1}; {2} or newer is needed (7.2 is better): upgrade it, or name a newer one in REDIS_URL",
  "maxmemory-policy 为 {1},会静默丢弃任务;请改为 noeviction":
    "maxmemory-policy {1} drops jobs silently; set it to noeviction",
  "台账正由安装 {1}({2})使用": "installation {1} ({2}) uses this ledger",
  "方案 {1} 的台账正由安装 {2}({3})使用": "installation {2} ({3}) uses the ledger of the scheme {1}",
  "方案 {1} 的台账由旧版本写入,须先迁移:停止各服务,运行 npx billferry migrate,再启动(不影响已送达的单据)":
    "an earlier version wrote the ledger of the scheme {1}; it has to be moved first: stop the services, run npx billferry migrate, and start them (what was delivered stays so)",
  "台账版本 {1},本程序支持 {2}": "the ledger is of version {1}, this program supports {2}",
  台账中有不是本程序写入的内容: "the ledger holds what this program did not write",
  "台账记录 {1} 无法识别": "the record {1} of the ledger cannot be read",
  台账已被另一套安装接管: "another installation has taken the ledger over",
  "服务正在停止,任务放回队列": "the service is stopping; the job is put back",
  "修改后的方案未能启用,稍后再试:{1}": "the changed scheme could not be taken up and is tried again later: {1}",
};
