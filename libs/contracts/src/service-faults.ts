import { entry, inClass } from "./fault-entry.ts";

const WAITS = "无需处理,系统会自动重试";

/** Codes of what is wrong with the installation, with the program, or between it and a vendor. */
export const SERVICE_FAULTS = {
  ...inClass("config", {
    CONFIG_INVALID: entry("abort", "it", "配置有误", "按提示逐项修改环境变量后重启"),
    SCHEME_INVALID: entry(
      "abort",
      "it",
      "集成方案有误",
      "按提示修改方案文件或对照表并保存;运行中的服务自动启用,没有启动成功的再启动一次",
    ),
    STATE_UNREADABLE: entry(
      "abort",
      "it",
      "Redis 中的状态版本不符或已损坏",
      "旧版本的台账用 npx billferry migrate 迁移;其他:确认程序版本,用 npx billferry repair 检查,必要时加 --rebuild --yes 由两端重建",
    ),
    INSTALLATION_CONFLICT: entry(
      "abort",
      "it",
      "这个台账正由另一套安装使用",
      "停掉多余的一套,或给它另一个 Redis;确认要接管时,等原安装停止 1 分钟后再启动",
    ),
    ACCOUNT_CHANGED: entry(
      "abort",
      "it",
      "这个台账属于另一个账号",
      "若配置有误,改回原来的账号后重启;确已更换账号的,停止各服务后运行 npx billferry repair --account",
    ),
    REDIS_UNUSABLE: entry("abort", "it", "Redis 设置不满足要求", "按提示修改 Redis 设置后重启"),
    WDT_URL_WRONG: entry(
      "abort",
      "it",
      "WDT_URL 的地址上没有旺店通接口",
      "核对 WDT_URL:正式环境为 https://api.wangdian.cn/openapi2/,不能缺少 /openapi2/;改正后重启推送服务,受阻的订单自动继续",
    ),
  }),
  ...inClass("contract", {
    HTTP_BODY_TOO_LARGE: entry("retry", "it", "应答过大", "减小方案中的每页行数"),
    KD_FIELD_UNKNOWN: entry("abort", "it", "金蝶中没有所请求的字段", "修改方案中的字段名,或从方案中去掉该字段"),
    KD_FORM_UNKNOWN: entry("abort", "it", "金蝶中没有该业务对象", "核对方案中的表单 FormId"),
    KD_FILTER_INVALID: entry("abort", "it", "金蝶无法解析过滤条件", "检查方案中的过滤条件"),
    KD_ROW_LIMIT: entry(
      "abort",
      "it",
      "金蝶的查询行数上限过小,或拒绝了所请求的行数",
      "请金蝶管理员在管理站点的 common.config 中调大 WebAPIMaxQueryLimit(2000 即可);修正后自动继续",
    ),
    KD_ORDER_BROKEN: entry("retry", "vendor", "金蝶没有按要求的顺序返回数据", WAITS),
    KD_CONTRACT_BROKEN: entry(
      "abort",
      "it",
      "金蝶返回的数据与约定不符",
      "按提示核对方案中的字段是否被改名或改型、集成用户的数据权限,或去掉中间改写应答的网关;修正后自动继续",
    ),
  }),
  ...inClass("program", {
    JOB_INVALID: entry("hold", "it", "任务内容不符合约定", "确认各服务版本一致;再用 billferry retry --all 重试"),
    PROGRAM_BUG: entry(
      "retry",
      "it",
      "程序错误",
      "保留该任务和日志并联系技术支持;处理后用 billferry retry --case <异常编号> 重试",
    ),
    SHUTDOWN: entry("snooze", "it", "服务正在停止", WAITS),
    MAP_CONSERVATION_BROKEN: entry("hold", "it", "拆分前后的数量或金额不一致", "请保留该任务并联系技术支持"),
  }),
  ...inClass("poison", {
    JOB_POISON: entry(
      "hold",
      "it",
      "该任务多次使进程异常退出,已停放",
      "保留该任务并联系技术支持;处理后用 billferry retry --case <异常编号> 重试",
    ),
  }),
  ...inClass("session", {
    KD_SESSION_LOST: entry("retry", "it", "金蝶会话已丢失", "系统会自动重新登录;若反复出现,请核对登录凭据"),
  }),
  ...inClass("credentials", {
    KD_CREDENTIALS_REFUSED: entry("abort", "it", "金蝶拒绝登录", "核对 KINGDEE_USER、密码或应用密钥"),
    KD_PASSWORD_EXPIRED: entry("abort", "it", "金蝶用户密码已过期或须修改", "在金蝶中修改密码并更新配置"),
    KD_ACCOUNT_UNKNOWN: entry("abort", "it", "金蝶账套不存在", "核对 KINGDEE_ACCOUNT(数据中心内码,不是名称)"),
    KD_PERMISSION_DENIED: entry(
      "abort",
      "it",
      "金蝶用户没有该功能的权限",
      "在金蝶中为集成用户授予方案所读单据的查询权限",
    ),
    KD_WAF_BLOCKED: entry("abort", "vendor", "金蝶安全策略拦截了请求", "请金蝶管理员为集成用户放行该规则"),
    WDT_CREDENTIALS_REFUSED: entry(
      "abort",
      "it",
      "旺店通拒绝了凭据或签名",
      "核对 WDT_SID、WDT_APPKEY、WDT_APPSECRET 与本机时钟",
    ),
    WDT_PERMISSION_DENIED: entry(
      "abort",
      "it",
      "旺店通没有开通该接口的权限",
      "请旺店通为该 appkey 开通该接口;提到 IP 或白名单时,把本机的出口 IP 加入白名单",
    ),
  }),
  ...inClass("rate", {
    KD_LICENCE: entry("snooze", "it", "金蝶许可不足", "释放或增加金蝶许可;系统会自动重试"),
    KD_CALL_LIMIT: entry("snooze", "vendor", "金蝶限制了调用频率", WAITS),
    WDT_RATE_LIMITED: entry("snooze", "vendor", "旺店通限制了调用频率", WAITS),
  }),
  ...inClass("outage", {
    REDIS_BUSY: entry("snooze", "it", "Redis 暂时不能工作", "系统会自动继续;超过几分钟请检查 Redis"),
    HTTP_NETWORK: entry("retry", "it", "网络连接失败", "检查网络、域名与防火墙;系统会自动重试"),
    HTTP_DEADLINE: entry("retry", "vendor", "对方在规定时间内没有应答", WAITS),
    HTTP_STATUS: entry("retry", "vendor", "对方返回了异常的 HTTP 状态", WAITS),
    KD_GATEWAY: entry("retry", "vendor", "金蝶网关返回错误", "核对 KINGDEE_URL;系统会自动重试"),
    KD_NOT_API: entry("retry", "it", "应答不是金蝶接口的内容(可能是登录页)", "核对 KINGDEE_URL,应以 /k3cloud/ 结尾"),
    KD_ANSWER_INVALID: entry("retry", "vendor", "金蝶应答不符合约定", "系统会自动重试;若持续出现,请联系技术支持"),
    KD_BUSINESS_ERROR: entry("retry", "vendor", "金蝶返回业务错误", "查看错误文本;系统会自动重试"),
    WDT_BUSY: entry("retry", "vendor", "旺店通暂时繁忙", WAITS),
    WDT_ANSWER_INVALID: entry("retry", "vendor", "旺店通应答不符合约定,结果未知", "系统会以同一外部单号核实"),
  }),
};
