import type { Phrases } from "./retell.ts";

/** What is said of a bill, of its orders, and of what both ends have. */
export const OF_BILLS: Phrases = {
  // Reading
  "字段 {1} 在本页全部 {2} 行中都不是{3}": "the field {1} is in none of the {2} rows of this page {3}",
  "金蝶未按过滤条件返回:FID={1} {2}": "Kingdee did not keep to the filter: FID={1} {2}",
  "FID={1} 的单据状态不是已审核(C)": "FID={1} is not approved (C)",
  "的单据状态不是已审核(C)": "is not approved (C)",
  "的作废状态不是未作废(A)": "is not unvoided (A)",
  "的审核时间 {1} 不在所请求的时间窗内": "was approved at {1}, outside the window that was asked for",
  整数: "a whole number",
  文本: "text",
  数字: "a number",
  时间: "a time",
  内码: "an id",
  "(空)": "(empty)",
  "每次查询只返回 1 行": "each query gives one row only",
  "返回了未请求的单据 FID={1}": "the bill FID={1} came unasked",
  "FID={1} 的单据状态无法识别": "the state of FID={1} cannot be read",
  "FID={1} 的作废状态无法识别": "whether FID={1} is voided cannot be read",
  "按内码查询 {1} 张单据,有 {2} 张未返回,可能是集成用户的数据权限有变":
    "of {1} bills asked for by id {2} did not come; the user's data permissions may have changed",
  "{1};未据此撤回任何单据": "{1}; nothing was withdrawn by it",
  "金蝶中没有该单据,或没有查看权限": "Kingdee has no such bill, or does not show it",
  "方案的过滤条件不再选中该单据,未重做": "the scheme's filter does not select the bill any more; it was not made anew",
  "extractor 尚未读完,会自行继续;用 billferry status 查看":
    "the extractor is not done yet and goes on by itself; billferry status shows how far",
  "读取已被人工暂停,恢复(billferry resume)后自动读取":
    "reading is paused by a person; it goes on once resumed (billferry resume)",
  "没有运行中的 extractor,启动后自动读取": "no extractor runs; it is read once one does",
  "没有运行中的 extractor;任务已排队,启动后执行": "no extractor runs; the job waits and is done once one does",
  "尚未完成,会自行继续": "it is not done yet and goes on by itself",
  没有可读的内容: "there is nothing to read",
  "已读取 {1} 至 {2}:单据 {3},新增或变更 {4}": "read {1} to {2}: {3} bills, {4} new or changed",
  // Where a bill stands
  "单据状态为 {1},审核(C)后才会读取": "its state is {1}; it is read once it is approved (C)",
  "单据状态为 {1},不是已审核(C)": "its state is {1}, not approved (C)",
  单据已作废: "the bill is voided",
  "审核时间 {1} 无法识别": "the approve time {1} cannot be read",
  "不符合方案的 source.filter": "the scheme's source.filter does not select it",
  单据已不在台账中: "the ledger does not have the bill any more",
  "金蝶已不再要求,或已由人结案": "Kingdee does not ask for it any more, or a person has settled it",
  "单据在金蝶中已反审核、作废或删除": "the bill is unapproved, voided or deleted in Kingdee",
  "单据在金蝶中已反审核、作废或删除;重新审核之后会自动读取":
    "the bill is unapproved, voided or deleted in Kingdee; approved again it is read by itself",
  "已送达,不再推送": "delivered; it is not pushed again",
  "金蝶已不要求该订单;核对旺店通之后用 billferry settle 结案":
    "Kingdee does not ask for this order any more; look at Wangdiantong, then billferry settle",
  "已送达;在旺店通中处理该单据之后自动结案,或用 billferry settle 结案":
    "delivered; it ends by itself once the document is dealt with in Wangdiantong, or by billferry settle",
  已由人结案: "a person has settled it",
  "{1} 已搁置该单据({2});放行后才会推送": "{1} holds this bill back ({2}); it is pushed once released",
  "{1} 已搁置该单据({2});先放行,再更正": "{1} holds this bill back ({2}); release it first, then correct",
  "更正单的任务已被清理,内容不明;请用 billferry settle 接受后重新更正":
    "the job of the correction is gone and with it its content; accept by billferry settle, then correct anew",
  "没有保留推送内容,只能按现在的方案重做": "what was pushed is not kept; it can only be made anew by the scheme of now",
  // Both ends compared
  "仓库应为 {1},实为 {2}": "the warehouse should be {1} and is {2}",
  "{1} 应为 {2},实为 {3}": "{1} should be {2} and is {3}",
  该单据已在旺店通取消: "the document is cancelled in Wangdiantong",
  "等共 {1} 行": "{1} lines in all",
  "旺店通中仍有该单据,而金蝶现在不要求它": "Wangdiantong still has the document, and Kingdee does not ask for it now",
  尚未推送: "not pushed yet",
  "已推送,但旺店通中查不到": "pushed, and Wangdiantong does not show it",
  已建单但未审核: "there, but not audited",
  旺店通中的单据已取消: "the document is cancelled in Wangdiantong",
  数量不一致: "quantities differ",
  送达后单据有变更: "the bill was changed after its delivery",
  同一外部单号有多张单据: "several documents have this outer number",
  "旺店通已建单但未审核,库存尚未扣减": "Wangdiantong has the document, but it is not audited: stock has not moved",
  "{1}(已由 {2} 结案)": "{1} (settled by {2})",
  "(已由 {1} 结案)": " (settled by {1})",
  台账记为已撤回: "withdrawn, as the ledger has it",
  "台账记为已送达({1}),但旺店通中查不到": "delivered as the ledger has it ({1}), and Wangdiantong does not show it",
  单号未知: "number unknown",
  "已读取,等待转换": "read, waits to be transformed",
  "台账记为排除:{1}": "excluded, as the ledger has it: {1}",
  "台账记为已撤回,而金蝶中又已审核": "withdrawn as the ledger has it, and approved again in Kingdee",
  台账中的单据没有这个订单: "the bill in the ledger has no such order",
  尚未读取: "not read yet",
  "台账中没有这张单据(可能早于上线时刻,可用 billferry backfill 补传)":
    "the ledger has no such bill (it may be older than the start; billferry backfill makes it good)",
  单据已在金蝶中删除: "the bill is deleted in Kingdee",
  单据已在金蝶中作废: "the bill is voided in Kingdee",
  单据已在金蝶中反审核: "the bill is unapproved in Kingdee",
  "单据现按规则排除:{1}": "a rule excludes the bill now: {1}",
  单据现已无法转换成订单: "no orders can be made of the bill now",
  单据现已不要求该仓库的订单: "the bill does not ask for an order of this warehouse now",
  待推送: "waiting",
  待处理: "held",
  已读取: "read",
  已转换: "ordered",
  已排除: "excluded",
  已撤回: "withdrawn",
  推送中: "being pushed",
  已送达: "delivered",
  有出入: "disputed",
  处理中: "under way",
};

/** What is said of a delivery, of settling a case, and of a correction. */
export const OF_DELIVERY: Phrases = {
  // The delivery
  "旺店通已有相同外部单号的单据,但未能查到它的内容;内容可能不是最新的":
    "Wangdiantong has a document with this outer number, but does not show what it holds; it may not be the newest",
  "旺店通单据 {1} 已取消,同一外部单号不能再推":
    "the document {1} is cancelled in Wangdiantong, and its outer number cannot be pushed again",
  "{1}:旺店通单据 {2} 已取消,同一外部单号不能再推":
    "{1}: the document {2} is cancelled in Wangdiantong, and its outer number cannot be pushed again",
  "{1}:旺店通单据 {2} 已取消": "{1}: the document {2} is cancelled in Wangdiantong",
  "清点旺店通时所见(含更正单)与应有的不同,现在查到的单据本身相同":
    "what the inventory saw (corrections included) is not what is wanted; the document itself is, as it is found now",
  ",旺店通单号 {1}": ", Wangdiantong's number {1}",
  ",旺店通的答复:{1}": ", Wangdiantong's words: {1}",
  "{1},旺店通单号 {2}": "{1}, Wangdiantong's number {2}",
  订单租约已失效: "the lease of the order has run out",
  在旺店通中未能查到该单据: "Wangdiantong does not show the document",
  "无法查询旺店通(没有查询权限)": "Wangdiantong cannot be asked (no right to query)",
  "在旺店通中未能查到该单据,无法逐行比较": "Wangdiantong does not show the document; its lines cannot be compared",
  "在旺店通中未能查到 {1},无法逐行比较": "Wangdiantong does not show {1}; its lines cannot be compared",
  "暂时无法查询旺店通,未能逐行比较": "Wangdiantong cannot be asked for now; its lines were not compared",
  "有更正单尚未送达,无法逐行比较": "a correction is not delivered yet; lines cannot be compared",
  "旺店通没有返回货品行,无法逐行比较": "Wangdiantong shows no lines; they cannot be compared",
  "仓库与数量相同,只有其他内容(物流、价格、备注等)不同":
    "warehouse and quantities are the same; only other content differs (carrier, prices, remarks)",
  "单据曾撤回或变更,现又要求出库;{1}": "the bill was withdrawn or changed and asks for it again; {1}",
  正在清点旺店通已有单据: "what Wangdiantong has is being counted",
  尚未能清点旺店通已有单据: "what Wangdiantong has could not be counted yet",
  同一订单正由另一进程推送: "another process is pushing this order",
  "另一张单据要求同一外部单号,先核实本单据是否还在":
    "another bill asks for the same outer number; whether this one still stands is looked at first",
  旺店通已审核: "audited in Wangdiantong",
  推送已应答: "the push was answered",
  按人工修改的内容推送: "pushed as a person has changed it",
  "{1}:人工修改的 {2} 已不适用,请撤销修改或重新修改":
    "{1}: what a person changed at {2} does not fit any more; take it back or change it anew",
  写入已暂停: "loading is paused",
  读取已暂停: "reading is paused",
  查询旺店通未成功: "asking Wangdiantong failed",
  "该方案已停止读取,补漏稍后进行": "the scheme has stopped reading; the sweep comes later",
  "任务属于方案 {1},本服务运行 {2}": "the job is of the scheme {1}, this service runs {2}",
  "{1} 正在推送,推送完毕后重做": "{1} is being pushed; it is made anew afterwards",
  "{1} 已属于单据 {2}(内码 {3})": "{1} belongs to the bill {2} (id {3}) already",
  '单据 {1}(内码 {2})的外部单号 {3}。若那张单据已删除、作废或改号,复核后本单据自动放行;若两张都要出库,可换编号,或运行 billferry settle bill:{4} --own-key --note "…"':
    'bill {1} (id {2}) has the outer number {3}. If that bill is deleted, voided or renumbered, this one goes on by itself once that is checked; if both are to leave, give one another number, or run billferry settle bill:{4} --own-key --note "…"',
  "{1} 已送达,单据 {2} 变更后不再要求它":
    "{1} is delivered, and the bill {2} was changed and does not ask for it any more",
  "{1} 已送达,而单据编号已由 {2} 改为 {3}(或内码已由另一张单据使用),不再要求它":
    "{1} is delivered, and the bill's number was changed from {2} to {3} (or another bill has its id); it is not asked for any more",
  '在旺店通中取消或冲回 {1},再用 billferry settle order:{2} --accept --note "…" 结案':
    'Cancel or reverse {1} in Wangdiantong, then billferry settle order:{2} --accept --note "…"',
  // Settling and correcting
  "请在旺店通取消原单后改用 --correct replacement,或人工冲回后用 --accept 结案":
    "cancel the old document in Wangdiantong and use --correct replacement, or reverse it by hand and use --accept",
  "更正 {1}:{2}": "correction of {1}: {2}",
  整单重推: "the whole order is pushed again",
  补推差额: "what lacks is pushed",
  "更正 {1}{2}": "correction of {1}{2}",
  "两边的仓库和数量一致,没有可补推的差额;确认后请用 --accept 结案":
    "warehouse and quantities agree on both sides, so nothing lacks; look, then use --accept",
  "{1} 应为 {2},实为 {3}:接口无法减少已出库的数量;{4}":
    "{1} should be {2} and is {3}: the interface cannot take back what has left; {4}",
  "{1}:金蝶要求的订单中没有该货品;{2}": "{1}: the order that Kingdee asks for has no such goods; {2}",
  "{1} 有 {2} 行(批次或货位不同),无法判断差额属于哪一行;{3}":
    "{1} has {2} lines (of other batches or positions), so it is not known to which the difference belongs; {3}",
  "{1} 带序列号,无法判断差额是哪些序列号;{2}":
    "{1} has serial numbers, so it is not known which ones the difference is; {2}",
  "无法查询旺店通(未设置 WDT_*);确认原单已取消后,可加 --old-order-is-cancelled":
    "Wangdiantong cannot be asked (WDT_* is not set); if the old document is surely cancelled, add --old-order-is-cancelled",
  "旺店通单据 {1} 尚未取消,请先取消": "the document {1} is not cancelled in Wangdiantong yet; cancel it first",
  "旺店通中查不到 {1};确认它已取消后,可加 --old-order-is-cancelled":
    "Wangdiantong does not show {1}; if it is surely cancelled, add --old-order-is-cancelled",
  "台账中没有逐行差异,又无法查询旺店通(未设置 WDT_*)":
    "the ledger has no differences line by line, and Wangdiantong cannot be asked (WDT_* is not set)",
  "旺店通中查不到 {1},无法计算差额": "Wangdiantong does not show {1}; what lacks cannot be reckoned",
  "旺店通中的原单已取消;请改用 --correct replacement":
    "the old document is cancelled in Wangdiantong; use --correct replacement",
  "{1}:补推差额无法更正仓库;请在旺店通取消原单后改用 --correct replacement":
    "{1}: pushing what lacks does not mend a warehouse; cancel the old document in Wangdiantong and use --correct replacement",
  "旺店通的查询没有返回货品行,无法计算差额": "Wangdiantong shows no lines; what lacks cannot be reckoned",
  "只有已送达、内容有出入的订单可以更正;其他异常请处理原因后重试,或用 --accept 结案":
    "only a delivered order in dispute can be corrected; deal with the cause of another case and retry it, or use --accept",
  "金蝶已不要求该订单,没有可推送的内容;请在旺店通取消或冲回后用 --accept 结案":
    "Kingdee does not ask for this order any more, so there is nothing to push; cancel or reverse it in Wangdiantong, then use --accept",
  "该订单的任务已被清理,正在由金蝶重新读取其内容;请几秒后再执行一次":
    "the order's job is gone, and its content is being read from Kingdee again; try once more in a few seconds",
  "只有外部单号已被另一张单据占用(BILL_KEY_TAKEN)的单据可以另编外部单号":
    "only a bill whose outer number another one has (BILL_KEY_TAKEN) can get an own key",
  // Missing codes
  "在方案的对照表 {1} 中增加 {2} 并保存,受阻的单据会自动放行":
    "Add {2} to the scheme's table {1} and save it; the bills go on by themselves",
  "在旺店通中{1}({2}),受阻的订单会自动重试": "In Wangdiantong, {1} ({2}); the orders are tried again by themselves",
  "建立 {1}": "add {1}",
  "建立或启用商家编码 {1};若它是组合装,出库单只收单品,须在金蝶中按其单品开单":
    "add or enable the SKU {1}; a suite has to be billed by its parts in Kingdee",
  "建立或启用仓库 {1},或请旺店通为该 appkey 授予它的权限":
    "add or enable the warehouse {1}, or have the appkey granted it",
  "建立或启用物流公司 {1}": "add or enable the carrier {1}",
  "该仓库建立货位 {1};推送未带货位时,也可重设货品的默认货位":
    "add the position {1} to that warehouse; where the push names none, another default position of the goods helps too",
  "维护批次 {1}": "add the batch {1}",
  "设置→基本设置→原因列表 中维护 {1}": "add {1} to the list of reasons",
};
