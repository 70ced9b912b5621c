import { entry, inClass } from "./fault-entry.ts";

const WAITS = { zh: "无需处理,系统会自动重试", en: "Nothing needs to be done: it is tried again by itself" };

const SUPPORT = "Keep the job and the log, and tell whoever supports the program";

/** Codes of what is wrong with the installation or the program. */
export const SERVICE_FAULTS = {
  ...inClass("config", {
    CONFIG_INVALID: entry("abort", "it", {
      zh: { meaning: "配置有误", remedy: "按提示逐项修改环境变量后重启" },
      en: { meaning: "A setting is missing or wrong", remedy: "Correct what is listed, and start again" },
    }),
    SCHEME_INVALID: entry("abort", "it", {
      zh: {
        meaning: "集成方案有误",
        remedy: "按提示修改方案文件或对照表并保存;运行中的服务自动启用,没有启动成功的再启动一次",
      },
      en: {
        meaning: "The scheme or a code table is wrong",
        remedy:
          "Correct and save the file that is named; running services take it up, one that did not start is started again",
      },
    }),
    STATE_UNREADABLE: entry("abort", "it", {
      zh: {
        meaning: "Redis 中的状态版本不符或已损坏",
        remedy:
          "旧版本的台账用 npx billferry migrate 迁移;其他:确认程序版本,用 npx billferry repair 检查,必要时加 --rebuild --yes 由两端重建",
      },
      en: {
        meaning: "The state in Redis is of another version, or broken",
        remedy:
          "Of the version before: npx billferry migrate. Else: npx billferry repair, and --rebuild --yes if need be",
      },
    }),
    INSTALLATION_CONFLICT: entry("abort", "it", {
      zh: {
        meaning: "这个台账正由另一套安装使用",
        remedy: "停掉多余的一套,或给它另一个 Redis;确认要接管时,等原安装停止 1 分钟后再启动",
      },
      en: {
        meaning: "Another installation works on this ledger",
        remedy: "Stop one of them, or give it another Redis; to take over, stop the other and start a minute later",
      },
    }),
    ACCOUNT_CHANGED: entry("abort", "it", {
      zh: {
        meaning: "这个台账属于另一个账号",
        remedy: "若配置有误,改回原来的账号后重启;确已更换账号的,停止各服务后运行 npx billferry repair --account",
      },
      en: {
        meaning: "This ledger is of another account",
        remedy:
          "Set the former account and restart; after a real change: stop all, then npx billferry repair --account",
      },
    }),
    REDIS_UNUSABLE: entry("abort", "it", {
      zh: { meaning: "Redis 设置不满足要求", remedy: "按提示修改 Redis 设置后重启" },
      en: { meaning: "Redis is not set up as needed", remedy: "Correct the setting that is named, and restart" },
    }),
    WDT_URL_WRONG: entry("abort", "it", {
      zh: {
        meaning: "WDT_URL 的地址上没有旺店通接口",
        remedy:
          "核对 WDT_URL:正式环境为 https://api.wangdian.cn/openapi2/,不能缺少 /openapi2/;改正后重启推送服务,受阻的订单自动继续",
      },
      en: {
        meaning: "There is no interface of Wangdiantong's at WDT_URL",
        remedy: "Correct WDT_URL (it ends in /openapi2/) and restart the loader; what was held goes on by itself",
      },
    }),
  }),
  ...inClass("contract", {
    HTTP_BODY_TOO_LARGE: entry("retry", "it", {
      zh: { meaning: "应答过大", remedy: "减小方案中的每页行数" },
      en: { meaning: "The answer is too large", remedy: "Ask for fewer rows a page in the scheme" },
    }),
    KD_FIELD_UNKNOWN: entry("abort", "it", {
      zh: { meaning: "金蝶中没有所请求的字段", remedy: "修改方案中的字段名,或从方案中去掉该字段" },
      en: {
        meaning: "Kingdee does not have a field that was asked for",
        remedy: "Correct the field's name in the scheme, or take it out",
      },
    }),
    KD_FORM_UNKNOWN: entry("abort", "it", {
      zh: { meaning: "金蝶中没有该业务对象", remedy: "核对方案中的表单 FormId" },
      en: { meaning: "Kingdee does not have this form", remedy: "Correct the form's FormId in the scheme" },
    }),
    KD_FILTER_INVALID: entry("abort", "it", {
      zh: { meaning: "金蝶无法解析过滤条件", remedy: "检查方案中的过滤条件" },
      en: { meaning: "Kingdee cannot read the filter", remedy: "Correct the filter in the scheme" },
    }),
    KD_ROW_LIMIT: entry("abort", "it", {
      zh: {
        meaning: "金蝶的查询行数上限过小,或拒绝了所请求的行数",
        remedy: "请金蝶管理员在管理站点的 common.config 中调大 WebAPIMaxQueryLimit(2000 即可);修正后自动继续",
      },
      en: {
        meaning: "Kingdee gives too few rows at a time, or refuses the number that was asked for",
        remedy:
          "Have Kingdee's administrator raise WebAPIMaxQueryLimit in common.config (2000 will do); it then goes on",
      },
    }),
    KD_ORDER_BROKEN: entry("retry", "vendor", {
      zh: { meaning: "金蝶没有按要求的顺序返回数据", remedy: WAITS.zh },
      en: { meaning: "Kingdee's rows are not in the order that was asked for", remedy: WAITS.en },
    }),
    KD_CONTRACT_BROKEN: entry("abort", "it", {
      zh: {
        meaning: "金蝶返回的数据与约定不符",
        remedy: "按提示核对方案中的字段是否被改名或改型、集成用户的数据权限,或去掉中间改写应答的网关;修正后自动继续",
      },
      en: {
        meaning: "Kingdee's data are not what was agreed",
        remedy:
          "See whether fields were renamed, data permissions were cut, or a gateway changes answers; mended, it goes on by itself",
      },
    }),
  }),
  ...inClass("program", {
    JOB_INVALID: entry("hold", "it", {
      zh: { meaning: "任务内容不符合约定", remedy: "确认各服务版本一致;再用 billferry retry --all 重试" },
      en: {
        meaning: "The job is not as agreed",
        remedy: "See that all services are of one version, then billferry retry --all",
      },
    }),
    PROGRAM_BUG: entry("retry", "it", {
      zh: {
        meaning: "程序错误",
        remedy: "保留该任务和日志并联系技术支持;处理后用 billferry retry --case <异常编号> 重试",
      },
      en: {
        meaning: "A mistake of the program",
        remedy:
          "Keep the job and the log, and tell whoever supports the program; mended: billferry retry --case <case>",
      },
    }),
    SHUTDOWN: entry("snooze", "it", {
      zh: { meaning: "服务正在停止", remedy: WAITS.zh },
      en: { meaning: "The service is stopping", remedy: WAITS.en },
    }),
    MAP_CONSERVATION_BROKEN: entry("hold", "it", {
      zh: { meaning: "拆分前后的数量或金额不一致", remedy: "请保留该任务并联系技术支持" },
      en: { meaning: "Quantities or amounts differ after the bill was split", remedy: SUPPORT },
    }),
  }),
  ...inClass("poison", {
    JOB_POISON: entry("hold", "it", {
      zh: {
        meaning: "该任务多次使进程异常退出,已停放",
        remedy: "保留该任务并联系技术支持;处理后用 billferry retry --case <异常编号> 重试",
      },
      en: {
        meaning: "This job ended its process several times, and is parked",
        remedy:
          "Keep the job and the log, and tell whoever supports the program; mended: billferry retry --case <case>",
      },
    }),
  }),
};
