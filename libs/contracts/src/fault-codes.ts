import { entry, inClass, type FaultCodeEntry } from "./fault-entry.ts";

const WAITS = "无需处理,系统会自动重试";

/** The table of all codes. `docs/errors.md` is held against it in both directions by a test. */
export const FAULT_CODES = {
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
  ...inClass("bill", {
    BILL_HEAD_DIFFERS: entry(
      "hold",
      "it",
      "同一单据各行的表头不一致",
      "在金蝶中核对该单据,反审核后重新审核;单据没有问题时用 billferry retry --bill <单据编号> 重新读取",
    ),
    BILL_ENTRY_REPEATED: entry(
      "hold",
      "it",
      "同一分录在应答中出现多次,内容却不同",
      "若方案取了分录之下的明细(如序列号)的字段,从方案中去掉后重试;否则在金蝶中打开该单据并保存、审核后重试",
    ),
    BILL_FIELD_MISSING: entry("hold", "it", "单据缺少必需的字段", "在金蝶中补全该字段后反审核、重新审核"),
    BILL_VALUE_INVALID: entry("hold", "it", "单据中的值无法识别", "在金蝶中更正后反审核、重新审核"),
    BILL_KEY_TAKEN: entry(
      "hold",
      "it",
      "另一张单据已占用同一个外部单号",
      "在金蝶中为其中一张单据换一个编号并重新审核,或用 billferry settle 的 --own-key 为本单据另编外部单号",
    ),
    MAP_TEXT_UNSAFE: entry(
      "hold",
      "master-data",
      "编码中含有不可见或旺店通不支持的字符",
      "在金蝶中更正该编码,再用 billferry retry --bill <单据编号> 重新读取,或将单据反审核、重新审核",
    ),
    MAP_NUMBER_INEXACT: entry(
      "hold",
      "master-data",
      "数值无法精确表示",
      "旺店通最多接受 15 位整数和 4 位小数。数量:在金蝶中更正,或以单位表换算;单价与合计:在方案中为该参数写明 round: 4",
    ),
    MAP_GOODS_MIXED: entry(
      "hold",
      "it",
      "分录带有方案没有用到的辅助属性、批号或单位,不同的货品会混为一种",
      "在方案的 spec_no 等参数中写入该内容(单位:用 convert),或在 lines.unused 中写明不区分;保存后几秒生效,不必重启,受阻的单据自动重做",
    ),
    WDT_TEXT_TOO_LONG: entry("hold", "master-data", "旺店通报告内容超长", "缩短该内容后重试"),
  }),
  ...inClass("master-data", {
    MAP_VALUE_MISSING: entry(
      "hold",
      "master-data",
      "目标单据的必填项为空",
      "在金蝶中补全后用 billferry retry --bill <单据编号> 重试,或修改方案中的对应关系(保存后自动重做)",
    ),
    MAP_CODE_MISSING: entry(
      "hold",
      "master-data",
      "对照表中没有该编码",
      "在对照表中增加该编码并保存;受阻的单据会自动放行",
    ),
    MAP_TEXT_TOO_LONG: entry(
      "hold",
      "master-data",
      "内容超过旺店通允许的长度",
      "在金蝶中缩短该编码后用 billferry retry --bill <单据编号> 重试,或在方案中改用对照表(保存后自动重做)",
    ),
    WDT_REASON_UNKNOWN: entry(
      "hold",
      "warehouse",
      "旺店通中没有该出库原因或已停用",
      "在旺店通 设置→基本设置→原因列表 中维护;维护后自动放行",
    ),
    WDT_WAREHOUSE_UNKNOWN: entry(
      "hold",
      "master-data",
      "旺店通中没有该仓库,或该 appkey 无权使用它",
      "在旺店通中建立该仓库,或请旺店通为该 appkey 授予它的权限,之后自动放行;若应为别的仓库,在仓库对照表中改正并保存",
    ),
    WDT_SKU_UNKNOWN: entry(
      "hold",
      "master-data",
      "旺店通中没有该商家编码",
      "在旺店通中建立或启用该商家编码,之后自动放行;若它在旺店通中是组合装:出库单只收单品,须在金蝶中按其单品开单",
    ),
    WDT_SKU_BUNDLE: entry(
      "hold",
      "master-data",
      "该商家编码在旺店通中是组合装,出库单只收单品",
      "在金蝶中把该行改为它的单品(或设为组合产品,由子项出库),反审核后重新审核",
    ),
    WDT_CARRIER_UNKNOWN: entry(
      "hold",
      "master-data",
      "旺店通中没有该物流公司",
      "在旺店通中建立或启用该物流公司,之后自动放行;若应为别的编码,在物流对照表中改正并保存",
    ),
    WDT_POSITION_UNKNOWN: entry(
      "hold",
      "master-data",
      "旺店通中没有该货位",
      "在旺店通的该仓库中建立该货位,之后自动放行",
    ),
    WDT_DEFAULT_POSITION_UNKNOWN: entry(
      "hold",
      "warehouse",
      "旺店通中这些货品的默认货位在该仓库中不存在",
      "在旺店通中为所列货品重设该仓库的默认货位,或建立该货位;之后自动放行",
    ),
    WDT_BATCH_UNKNOWN: entry("hold", "master-data", "旺店通中没有该批次或已停用", "在旺店通中维护该批次,之后自动放行"),
    WDT_BATCH_REQUIRED: entry(
      "hold",
      "master-data",
      "旺店通要求批次或有效期",
      "在金蝶中补全批号,或在旺店通中关闭该要求",
    ),
  }),
  ...inClass("refusal", {
    WDT_ORDER_DUPLICATE: entry("retry", "vendor", "旺店通已有相同外部单号的单据", "系统会核实该单据"),
    WDT_WAREHOUSE_OUTSOURCED: entry("hold", "warehouse", "委外仓库不支持其他出库单", "改用非委外仓库,或人工处理"),
    WDT_SKU_REPEATED: entry("hold", "it", "旺店通不接受重复的货品行", "检查方案中的合并规则"),
    WDT_STOCK_SHORT: entry("hold", "warehouse", "旺店通库存不足", "补足库存后重试"),
    WDT_QUANTITY_REFUSED: entry("hold", "warehouse", "旺店通不接受该数量", "检查是否允许小数数量"),
    WDT_REFUSED: entry(
      "hold",
      "warehouse",
      "旺店通拒绝了该单据",
      "按旺店通的原话处理后重试;重试仍用同一外部单号,不会多出单据",
    ),
  }),
  ...inClass("after-delivery", {
    BILL_WITHDRAWN_AFTER_DELIVERY: entry(
      "hold",
      "warehouse",
      "单据在送达旺店通之后被反审核、作废或删除",
      "在旺店通中取消或冲回该单据,再用 billferry settle 结案",
    ),
    BILL_CHANGED_AFTER_DELIVERY: entry(
      "hold",
      "warehouse",
      "单据在送达旺店通之后又有变更",
      "核对差异,再用 billferry settle 结案:接受,或推送更正单",
    ),
    WDT_ORDER_DIFFERS: entry(
      "hold",
      "warehouse",
      "旺店通中同一外部单号的单据内容不同",
      "人工核对两边单据,再用 billferry settle 结案",
    ),
    WDT_ORDER_CANCELLED: entry(
      "hold",
      "warehouse",
      "旺店通中的单据已取消或已查不到,而金蝶仍要求出库",
      "仍需出库:用 billferry settle 加 --correct replacement 以新单号(-R1)整单重推;不再需要:加 --accept 结案",
    ),
    WDT_ORDER_UNVERIFIED: entry(
      "hold",
      "warehouse",
      "旺店通中是否有这张单据,尚未能查实",
      "系统会继续查询,查实后自动结案;也可在旺店通按外部单号核对,处理后用 billferry settle --accept 结案",
    ),
    WDT_NOT_AUDITED: entry(
      "hold",
      "warehouse",
      "旺店通已建单但未审核,库存尚未扣减",
      "在旺店通中审核该单据(通常是库存不足);审核后系统自动结案,也可用 billferry settle 接受",
    ),
  }),
} satisfies Record<string, FaultCodeEntry>;

export type FaultCode = keyof typeof FAULT_CODES;
