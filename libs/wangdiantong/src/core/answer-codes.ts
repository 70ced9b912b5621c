import type { FaultCode } from "@billferry/contracts";

/**
 * What the codes and texts of Wangdiantong mean, as data. The edition's own error list is not public
 * [wangdiantong 2.6 and 4], so codes come from connectors and texts from sister editions: codes decide first, texts
 * second, and whatever neither knows is `WDT_REFUSED`, counted as unknown by an event.
 */
export interface AnswerMeaning {
  readonly faultCode: FaultCode;
  /** The server failed on the way: a push that was answered so is looked up. */
  readonly hasBrokenDown?: true;
  /** The closed list of refusals before anything was booked; any other may have left a document behind. */
  readonly provesNoEffect?: true;
}

export const SUCCESS_CODE = "0";

/** Codes with one meaning; others go by text: 99, 1, 100, 2104 say only "refused" or "bad input" [wangdiantong 4]. */
export const CODE_MEANINGS: Readonly<Record<string, AnswerMeaning>> = {
  // The duplicate: tolerated as such by a connector for this very call [wangdiantong 2.5].
  "2350": { faultCode: "WDT_ORDER_DUPLICATE" },
  // The credential group; which is which is unknown [wangdiantong 4].
  "2030": { faultCode: "WDT_CREDENTIALS_REFUSED", provesNoEffect: true },
  "2060": { faultCode: "WDT_CREDENTIALS_REFUSED", provesNoEffect: true },
  "2100": { faultCode: "WDT_CREDENTIALS_REFUSED", provesNoEffect: true },
  // "Do not repeat the operation" and "frequency exceeded" of the web edition.
  "1020": { faultCode: "WDT_RATE_LIMITED", provesNoEffect: true },
  "1012": { faultCode: "WDT_RATE_LIMITED", provesNoEffect: true },
};

export interface TextRule extends AnswerMeaning {
  readonly pattern: RegExp;
}

const MISSING_ZH =
  "不存在|不可为空|不能为空|为空|未(?:找到|查到|查询到)|找不到|查不到|无效|停用|禁用|删除|未启用|未开通|错误";
const MISSING_EN =
  "(?:not|n't|never) (?:be )?(?:exists?|found|enabled|active)|no such|unknown|invalid|illegal|disabled|inactive|deleted|missing|is (?:empty|required)";
const DENIED = `(?:${MISSING_ZH}|${MISSING_EN})`;

/** Names of a thing, of which the text says that it is not there, not enabled or not given. */
const denied = (names: string): RegExp =>
  new RegExp(
    `(?:${names}).*${DENIED}|(?:不存在|未(?:找到|查到|查询到)|找不到|no such|unknown|invalid|illegal).*(?:${names})`,
    "i",
  );
/** Names of a thing that the account may not use: its own orders' trouble, and no reason to stop all the others. */
const forbidden = (names: string): RegExp =>
  new RegExp(
    `(?:${names}).{0,14}权限|权限.{0,10}(?:${names})|(?:${names}).{0,24}(?:permission|access|authori[sz])|(?:permission|access).{0,12}(?:${names})`,
    "i",
  );

const WAREHOUSE = "仓库|warehouse";
const CARRIER = "物流(?!单号)|logistics(?!_no)|carrier";
const SKU = "货品|商家编码|单品|商品|spec_no|goods|\\bskus?\\b";
const POSITION = "货位|库位|position";
const BATCH = "批次|批号|\\bbatch";
// "失败原因:货品不存在" is about goods.
const REASON = "(?:出库|入库)原因|(?<!失败|拒绝|错误|异常|驳回)原因(?![::是为])|\\breason(?!:)";

/**
 * Texts in order of trust; the first match decides. Values of ours stand in them as `{field}`. Rules that stop
 * everything or prove presence are narrow, because a wrong "duplicate" would lose an order and a wrong "credentials"
 * would stop all of them; broad ones come last.
 */
export const TEXT_RULES: readonly TextRule[] = [
  {
    // Nothing Chinese and no goods may stand between the number and the verdict: "外部单号 X 中货品重复" is about goods.
    pattern:
      /(?:外部单(?:号|据)?|outer_no)(?:(?!spec_no)[^\u4e00-\u9fff]){0,60}(?:重复|已经?存在|已被?使用|already exists?|(?:is )?(?:a )?duplicated?\b|is repeated)/i,
    faultCode: "WDT_ORDER_DUPLICATE",
  },
  { pattern: /duplicate (?:entry '|key )?(?:the )?\{?outer_no\b/i, faultCode: "WDT_ORDER_DUPLICATE" },
  {
    pattern:
      /调用(?:频率|次数)|(?<!合)并发(?!货)|频率|频繁|请勿重复操作|限流|流控|(?:账号|接口|调用|访问|请求|ip).{0,8}封禁|too (?:many|frequent)|frequen(?:t|cy)|throttl|rate.?limit|(?:api|call|request|access)s? (?:call |request )?(?:rate |frequency |count )?limit|flow.?control/i,
    faultCode: "WDT_RATE_LIMITED",
    provesNoEffect: true,
  },
  { pattern: forbidden(WAREHOUSE), faultCode: "WDT_WAREHOUSE_UNKNOWN", provesNoEffect: true },
  { pattern: forbidden(CARRIER), faultCode: "WDT_CARRIER_UNKNOWN", provesNoEffect: true },
  { pattern: forbidden(SKU), faultCode: "WDT_SKU_UNKNOWN", provesNoEffect: true },
  // Shop, owner of goods, supplier: in any case it concerns this order alone.
  {
    pattern: /(?:店铺|货主|供应商|客户|部门|原因).{0,14}权限|(?:不存在|未找到|无效)(?:或|,|、).{0,14}权限/,
    faultCode: "WDT_REFUSED",
    provesNoEffect: true,
  },
  {
    pattern:
      /权限不足|(?:没有|无|未开通).{0,12}权限|未授权|白名单|no permission|permission denied|not authori[sz]ed|unauthori[sz]ed|access denied|^\s*(?:403 )?forbidden|white.?list/i,
    faultCode: "WDT_PERMISSION_DENIED",
    provesNoEffect: true,
  },
  {
    pattern:
      /(?<!数据|参数)验证失败|签名|时间戳|请求.{0,4}过期|\bsign\b|\bappkey\b|\bappsecret\b|\bsid\b|\btimestamp\b|\bauth(?:entication)? fail/i,
    faultCode: "WDT_CREDENTIALS_REFUSED",
    provesNoEffect: true,
  },
  {
    pattern:
      /(?:route|path|page|service|api|interface|method|\.php)[^{\u4e00-\u9fff]{0,8}(?:not (?:found|exist)|does ?n.t exist)|no (?:such )?route|404 not found|file not found|接口.{0,6}不存在|不存在.{0,4}接口|无此接口|请求地址.{0,4}(?:错误|不存在)/i,
    faultCode: "WDT_URL_WRONG",
    provesNoEffect: true,
  },
  // The database's own words, which name tables and columns: anything may have been written before them.
  { pattern: /Data truncation|Data too long/i, faultCode: "WDT_TEXT_TOO_LONG" },
  {
    pattern:
      /数据库|database|\bsql|mysql|deadlock|lock wait|duplicate entry|foreign key|(?:table|column) ['"`]|数据异常/i,
    faultCode: "WDT_BUSY",
    hasBrokenDown: true,
  },
  {
    pattern: /超长|过长|长度超|too long|exceeds? .{0,12}length/i,
    faultCode: "WDT_TEXT_TOO_LONG",
    provesNoEffect: true,
  },
  {
    pattern: /缺少参数|参数.{0,24}(?:格式|类型|缺失|解析)|json.{0,12}(?:格式|解析|error|invalid)|(?:invalid|bad) json/i,
    faultCode: "WDT_REFUSED",
    provesNoEffect: true,
  },
  { pattern: denied(REASON), faultCode: "WDT_REASON_UNKNOWN", provesNoEffect: true },
  { pattern: /委外|outsourc/i, faultCode: "WDT_WAREHOUSE_OUTSOURCED", provesNoEffect: true },
  {
    pattern: /组合装|组合商品|组合货品|套装|套餐|\bsuites?\b|\bbundles?\b|combination/i,
    faultCode: "WDT_SKU_BUNDLE",
    provesNoEffect: true,
  },
  {
    pattern:
      /库存.{0,6}(?:不足|不够)|(?:可出|可用|可发)库存|缺货|(?:stock|inventory).{0,24}(?:not enough|insufficient|short)|(?:not enough|insufficient|short of|out of).{0,12}(?:stock|inventory)/i,
    faultCode: "WDT_STOCK_SHORT",
  },
  { pattern: denied(POSITION), faultCode: "WDT_POSITION_UNKNOWN", provesNoEffect: true },
  { pattern: new RegExp(POSITION, "i"), faultCode: "WDT_POSITION_UNKNOWN" },
  {
    pattern: /(?:批次|批号|有效期|生产日期).*(?:必传|必填|必须|不可为空|不能为空)|\bbatch.*(?:required|empty|missing)/i,
    faultCode: "WDT_BATCH_REQUIRED",
    provesNoEffect: true,
  },
  { pattern: denied(BATCH), faultCode: "WDT_BATCH_UNKNOWN", provesNoEffect: true },
  { pattern: new RegExp(BATCH, "i"), faultCode: "WDT_BATCH_UNKNOWN" },
  { pattern: denied(CARRIER), faultCode: "WDT_CARRIER_UNKNOWN", provesNoEffect: true },
  { pattern: new RegExp(CARRIER, "i"), faultCode: "WDT_CARRIER_UNKNOWN" },
  { pattern: denied(SKU), faultCode: "WDT_SKU_UNKNOWN", provesNoEffect: true },
  {
    pattern: new RegExp(`(?:${SKU}).*(?:重复|duplicate|repeat)|(?:duplicate|repeated).*(?:${SKU})`, "i"),
    faultCode: "WDT_SKU_REPEATED",
    provesNoEffect: true,
  },
  {
    pattern:
      /数量.*(?:不合法|格式|小数|整数|大于|必须|为空)|(?:quantity|\bnum\b).*(?:invalid|illegal|integer|greater)/i,
    faultCode: "WDT_QUANTITY_REFUSED",
    provesNoEffect: true,
  },
  { pattern: /数量|\bquantity\b/i, faultCode: "WDT_QUANTITY_REFUSED" },
  { pattern: denied(WAREHOUSE), faultCode: "WDT_WAREHOUSE_UNKNOWN", provesNoEffect: true },
  { pattern: /库存|\bstock\b/i, faultCode: "WDT_STOCK_SHORT" },
  { pattern: /繁忙|稍后|稍候|维护|\bbusy\b|try again|please retry|maintenance/i, faultCode: "WDT_BUSY" },
  // The server failed on the way: whether the order was made before that is not known.
  {
    pattern:
      /超时|(?:系统|服务|网络|程序)(?:异常|错误)|内部错误|未知错误|timed? ?out|exception|(?:internal|system|server|unknown) .{0,8}error/i,
    faultCode: "WDT_BUSY",
    hasBrokenDown: true,
  },
  // Created, and not audited.
  { pattern: /审核|\baudit|check[_ ]?fail/i, faultCode: "WDT_REFUSED" },
];

/** After the booking, or of a server that broke down: no other word proves then that nothing was made. */
export const AFTER_BOOKING =
  /(?:创建|建单|新增|保存|生成|提交)成功|已(?:创建|生成|建单)|审核|\baudit|check[_ ]?fail|\bcreated\b|系统(?:异常|错误)|exception|internal/i;

export const UNKNOWN_MEANING: AnswerMeaning = { faultCode: "WDT_REFUSED" };
