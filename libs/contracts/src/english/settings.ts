import type { Phrases } from "./retell.ts";

/** What each setting of a service does, as the page of settings tells it. */
export const OF_SETTINGS: Phrases = {
  "Redis 地址(队列与台账);用户名、密码中的特殊字符写成百分号编码":
    "address of Redis (queues and ledger); special characters of user and password are percent-encoded",
  "应为 1 到 40 个字母、数字或 . _ -": "should be 1 to 40 letters, digits or . _ -",
  "1–40 个字母、数字或 . _ -": "1–40 letters, digits or . _ -",
  "本套安装的名称;同一台账只允许一套安装使用,第二套会被拒绝启动":
    "name of this installation; one ledger serves one installation, a second one is refused",
  日志级别: "level of the log",
  "日志与错误信息的语言:zh 中文,en 英文;系统的 locale 不影响服务":
    "language of logs and errors: zh Chinese, en English; the system's locale does not change it",
  健康检查监听地址: "address on which health is told",
  "健康检查端口;0 表示任选空闲端口并写入日志":
    "port on which health is told; 0 for any that is free, written to the log",
  "OpenTelemetry 收集器地址(OTLP/HTTP,例如 http://collector:4318);设置后每张单据一条调用链,不含单据内容":
    "address of an OpenTelemetry collector (OTLP/HTTP, e.g. http://collector:4318); with it each bill is a trace, without its content",
  "读取间隔,例如 10m、30s;默认 1 分钟": "how often Kingdee is read, e.g. 10m or 30s; each minute by default",
  "上线时刻(金蝶时间):此后审核的单据才会传输":
    "the start of use (Kingdee time): only bills approved from then on are moved",
  "补漏间隔:重读近期单据,找出迟到、变更和撤回的单据":
    "how often sweeps come: they re-read recent bills and find late, changed and withdrawn ones",
  每次补漏回看多久: "how far back each sweep looks",
  "应为时刻,例如 02:30": "should be a time of day such as 02:30",
  "时刻 HH:MM": "time of day HH:MM",
  "每夜深度补漏的时刻(北京时间)": "when the deep sweep of each night comes (Beijing time)",
  每夜深度补漏回看多久: "how far back the deep sweep looks",
  "已完成单据在台账中保留的天数;须大于补漏回看的天数":
    "how many days finished bills stay in the ledger; more than sweeps look back",
  "每个方案同时推送的订单数(每个副本)": "orders that each scheme pushes at the same time (each replica)",
  "台账为空时(新装或 Redis 被清空),推送之前向前清点旺店通已有单据的天数":
    "how many days back Wangdiantong's documents are counted before pushing with an empty ledger (new, or Redis was emptied)",
  "每隔多久查实疑单(内容、是否有效或是否存在尚不确定的订单);每次未查到后间隔加长,最长 6 小时":
    "how often doubts are looked into (orders whose content, validity or presence is not certain); longer after each look in vain, 6 hours at most",
  "旺店通的查询最多晚多久才显示新单据;超过此时间多次仍查不到,才认为单据不存在":
    "how late Wangdiantong's look-up may show a new document; only after several looks in vain beyond it does a document count as absent",
  "每隔多久复查“已建单但未审核”的单据;旺店通已审核的自动结案":
    "how often what is made but not audited is looked at again; what Wangdiantong has audited is ended by itself",
  "每隔多久为旺店通缺少的编码各试推一张受阻订单;成功后其余自动放行":
    "how often one order is tried for each code that Wangdiantong lacks; once it succeeds the others are released",
  "每个方案同时转换的单据数(每个副本)": "bills that each scheme turns at the same time (each replica)",
  "每隔多久查看对照表是否有改动;连续两次相同才启用,无须重启":
    "how often tables are looked at for changes; taken up once two looks agree, without a restart",
  "每张单据的原始行、由它生成的订单及旺店通的应答保留多少天,供看板的单据页查看(压缩后每张约 1.5 KB);0 表示不保留":
    "how many days the rows of a bill, its orders and Wangdiantong's answers are kept for the console's page of the bill (about 1.5 KB packed); 0 for not at all",
  集成方案所在目录: "folder of the schemes",
  "控制台接管对照表之后,对照表及其各版本所在目录;接管之前为空,以 SCHEME_DIR 中的文件为准":
    "folder of the code tables and their versions once the console has taken them over; empty before, and the files in SCHEME_DIR hold",
  "应为方案名(以逗号分隔)或 all": "should be names of schemes, separated by commas, or all",
  "运行哪些集成方案:方案名,以逗号分隔;all 表示 SCHEME_DIR 中的全部":
    "which schemes run: names, separated by commas; all means all in SCHEME_DIR",
  "金蝶地址,以 /k3cloud/ 结尾": "Kingdee's address, ends in /k3cloud/",
  "账套(数据中心)内码,不是名称": "id of the account (data centre), not its name",
  金蝶集成用户: "Kingdee user of the integration",
  登录方式: "way to sign in",
  "第三方应用 AppID(password 方式不需要)": "AppID of the third-party application (not for password)",
  "第三方应用密钥(password 方式不需要)": "secret of the third-party application (not for password)",
  "密码(仅 password 方式)": "password (for password only)",
  "语言:2052 简体中文,3076 繁体中文,1033 英文":
    "language: 2052 simplified Chinese, 3076 traditional Chinese, 1033 English",
  "sign 方式的摘要;PT-146911 之前的服务器用 sha1": "digest of the way sign; servers before PT-146911 use sha1",
  "查询请求体的形式;个别服务器只接受 data-string 或 parameters":
    "form of a query's body; some servers take data-string or parameters only",
  "单次查询的最长等待(秒)": "longest wait for a query, in seconds",
  "旺店通接口地址,例如 https://api.wangdian.cn/openapi2/":
    "Wangdiantong's address, e.g. https://api.wangdian.cn/openapi2/",
  "旺店通卖家账号 sid": "Wangdiantong seller account, sid",
  "旺店通接口账号 appkey": "Wangdiantong interface account, appkey",
  "旺店通接口密钥 appsecret(不会写入日志)": "Wangdiantong interface secret, appsecret (never written to a log)",
  "任意一分钟内的最大调用次数(所有副本合计)": "most calls in any minute, of all replicas together",
  "其中只留给加急的调用次数;0 表示不预留,加急的仍然最先得到下一个名额":
    "calls of these kept for what is urgent; 0 keeps none, the urgent still come next",
  "控制台交办的事(对账、核对、预览、体检)每分钟最多用其中多少次;不会超过 WDT_CALLS_PER_MINUTE":
    "most of these calls a minute for what the console asks for (reconciliations, comparisons, previews, check-ups); never above WDT_CALLS_PER_MINUTE",
  "单次调用的最长等待(秒)": "longest wait for a call, in seconds",
  "看板监听地址;对外开放时须同时设置 BOARD_USERS_FILE 或 OIDC_ISSUER":
    "address of the board; where it is open to others BOARD_USERS_FILE or OIDC_ISSUER has to be set, too",
  "看板端口;0 表示任选空闲端口并写入日志": "port of the board; 0 for any that is free, written to the log",
  "域名,逗号分隔": "names, separated by commas",
  "浏览器以哪些域名访问看板;IP 地址、localhost 与 BOARD_HOST 总是允许,其他域名一律拒绝(防 DNS 重绑定)":
    "names by which browsers come to the board; IP addresses, localhost and BOARD_HOST are always allowed, all other names are refused (against DNS rebinding)",
  "看板的默认语言;页面内也可切换": "language of the console by default; can be changed on the page",
  "用户文件,设置后须登录;用 npx billferry users 管理(argon2id),htpasswd -B 的旧行照常可用;行末是角色 :viewer(只看)、:operator(可操作)或 :admin,都不写则全是 admin;修改即时生效,被改的人须重新登录":
    "file of users, with it people sign in; kept with npx billferry users (argon2id), lines of htpasswd -B still work; each ends in its role, :viewer (looks), :operator (acts) or :admin, and all are admin where none is written; changes hold at once, whoever is changed signs in anew",
  目录: "folder",
  "操作记录(谁在何时做了什么)的目录,每月一个文件,只追加;npm start 用数据目录下的 audit,compose 用卷 audit-data":
    "folder of the record (who did what and when), a file each month, appended to only; npm start uses audit in its data folder, compose the volume audit-data",
  "看板监听本机以外、又无登录时:refuse 拒绝启动;guarded-elsewhere 表示另有防护(代理登录、只发布到本机的端口)":
    "where the board is open to others and nobody signs in: refuse does not start; guarded-elsewhere says that it is guarded otherwise (a proxy that signs in, a port published to this machine only)",
  "BOARD_HOST:看板对外开放且无须登录;请设置 BOARD_USERS_FILE(npx billferry users add 生成)或 OIDC_ISSUER(公司账号登录),或改为 127.0.0.1;另有防护时设置 BOARD_WITHOUT_USERS=guarded-elsewhere":
    "BOARD_HOST: the board is open to others and nobody signs in; set BOARD_USERS_FILE (made by npx billferry users add) or OIDC_ISSUER (company accounts), or 127.0.0.1; where it is guarded otherwise set BOARD_WITHOUT_USERS=guarded-elsewhere",
  "公司账号登录(OpenID Connect)的签发者地址;设置后登录页多一个按钮,用户文件照常可用(docs/people.md)":
    "address of the issuer for company accounts (OpenID Connect); with it the sign-in page has one more button, the file of users still works (docs/people.md)",
  "在该登录服务中为看板登记的客户端;回调地址见 docs/people.md":
    "client registered there for the board; its callback address is in docs/people.md",
  "该客户端的密钥;公开客户端(只用 PKCE)不设": "secret of that client; none for a public client (PKCE only)",
  "应为 组=角色,以分号分隔;角色是 viewer、operator、admin 之一":
    "should be group=role, separated by semicolons; a role is one of viewer, operator, admin",
  "组=角色; 组=角色": "group=role; group=role",
  "哪个组是什么角色,如 wms-ops=operator; it=admin;属于几个组的取最高的,一个也不属于的不能登录":
    "which group has which role, e.g. wms-ops=operator; it=admin; who is in several has the highest, who is in none cannot sign in",
  "组在哪个声明(claim)里,如 groups、roles、realm_access.roles;先看 ID 令牌,其中没有则看 userinfo":
    "which claim holds the groups, e.g. groups, roles, realm_access.roles; looked for in the ID token, then in userinfo",
  "哪个声明是操作记录中的姓名;没有则用 email,再没有用 sub": "which claim is the name on record; else email, else sub",
  "向登录服务要的范围;有的服务要加上 groups 才给出组":
    "scopes that are asked for; some services give groups only where groups is added",
  "浏览器打开看板的公开地址,如 https://billferry.example.com;告警中的链接由它开头,公司账号登录后回到它":
    "public address of the console, e.g. https://billferry.example.com; links in alerts begin with it, and company accounts come back to it",
  "OIDC_ISSUER:未设置(已设置 {1})": "OIDC_ISSUER: not set ({1} is)",
  "{1}:未设置(已设置 OIDC_ISSUER)": "{1}: not set (OIDC_ISSUER is)",
  "OIDC_ISSUER:须以 https:// 开头(http:// 只用于本机)":
    "OIDC_ISSUER: has to begin with https:// (http:// on this machine only)",
};
