import type { Phrases } from "./retell.ts";

/** What a scheme's check finds, and how it is mended. */
export const OF_FINDINGS: Phrases = {
  // What is read
  "单据日期可以早于审核:上月日期、今天审核的单据永远读不到":
    "a bill's date may be before its approval: one dated last month and approved today would never be read",
  "创建早于审核:先建单、后审核的单据会读不到": "bills are created before they are approved, and would not be read",
  "修改时间会变动,单据会在翻页之间移位": "the time of change moves, and bills with it from page to page",
  "改为 FApproveDate>='{{LAST_SYNC_TIME dateTime}}'": "write FApproveDate>='{{LAST_SYNC_TIME dateTime}}'",
  "{{LAST_SYNC_TIME dateTime}} 没有与字段比较": "{{LAST_SYNC_TIME dateTime}} is compared with no field",
  "以 {1} 作时间下限:{2}": "{1} as the lower limit of time: {2}",
  只有审核时间在审核后不再变动: "only the approve time stays as it is after the approval",
  "时间下限的比较是 {1},会漏单": "the lower limit is compared by {1}, which would lose bills",
  "未知的占位符 {1}": "unknown placeholder {1}",
  "只可使用 {{LAST_SYNC_TIME dateTime}};时间上限由程序加上":
    "only {{LAST_SYNC_TIME dateTime}} can be used; the program adds the upper limit",
  引号不成对: "quotes do not come in pairs",
  "文本写在一对单引号内;其中的单引号写两次": "a text stands in single quotes; one within it is written twice",
  括号不成对: "brackets do not come in pairs",
  核对过滤条件中的括号: "look at the filter's brackets",
  "OR 在括号之外:时间下限只约束其中一支,另一支每次全部读出":
    "an OR outside of brackets: the lower limit binds one branch, and the other is read whole each time",
  "把含 OR 的部分放进括号,再以 AND 连接时间下限": "put the part with OR into brackets, and join the lower limit by AND",
  "只传输已审核单据,此处的 FDocumentStatus 与之矛盾,不会读到任何单据":
    "only approved bills are moved; FDocumentStatus says otherwise here, so nothing would be read",
  "删去该条件;已审核(C)由程序加上": "take it out; the program adds approved (C)",
  "只传输未作废单据,此处的 FCancelStatus 与之矛盾,不会读到任何单据":
    "only bills that are not voided are moved; FCancelStatus says otherwise here, so nothing would be read",
  "删去该条件;未作废(A)由程序加上": "take it out; the program adds not voided (A)",
  自带的审核时间上限会使传输到此为止: "an upper limit of the approve time would end the transfer there",
  "删去该条件;时间上限由程序加上": "take it out; the program adds the upper limit",
  "过滤条件中的 {1} 不是金蝶的写法": "{1} in the filter is not how Kingdee writes it",
  "改为 {1}": "write {1}",
  "过滤条件中的字段 {1} 未知": "the field {1} of the filter is unknown",
  "是否为 {1}?如确有此字段,请在 source.fields 中声明":
    "is {1} meant? If there is such a field, declare it in source.fields",
  "page_size {1}:2021 年以前的金蝶最多返回 {2} 行": "page_size {1}: a Kingdee from before 2021 gives {2} rows at most",
  "改为 {1};更大也会读全,只是服务器少给的行要再次查询":
    "write {1}; with more all is read too, only what the server left out has to be asked for again",
  "没有回读时间:晚于读取提交的单据要等下一次补漏才被发现":
    "there is no overlap: a bill committed after its reading waits for the next sweep",
  "至少 1m,默认 10m;重复读到的单据不会重复推送": "at least 1m, usually 10m; what is read twice is not pushed twice",
  "与方案 {1} 读取同一账套的同一批单据,并推送到同一接口:每张单据会推送两次":
    "the scheme {1} reads the same bills of the same account and pushes to the same interface: each bill would be pushed twice",
  "以 source.filter 或 bills 区分两个方案的单据,或在 SCHEMES 中只运行其中一个":
    "part their bills by source.filter or bills, or run only one of them in SCHEMES",
  // Goods
  '有颜色、尺码时写作 spec_no: "{{ {1} }}-{{ FAuxPropId_FF100001_FNumber }}"(FF100001 为贵公司的属性编号)':
    'with colours and sizes write spec_no: "{{ {1} }}-{{ FAuxPropId_FF100001_FNumber }}" (FF100001 is your own property)',
  "商家编码没有用到分录的辅助属性:仅颜色、尺码不同的货品会是同一个编码":
    "the SKU does not use the entries' auxiliary property: goods that differ in colour or size only have one code",
  "{1};在同一单据中相遇时整张等待": "{1}; where they meet on one bill, the whole bill waits",
  "{1};没有时在 lines.unused 中写明 auxiliary_property: mixed 或 ignore":
    "{1}; without them say auxiliary_property: mixed or ignore in lines.unused",
  "方案没有用到批号:分录带有批号时不会传给旺店通,不同批号会合并":
    "the scheme uses no lots: those of the entries do not reach Wangdiantong, and different ones are merged",
  '写作 batch_no: "{{ FLot_FNumber }}";旺店通不管批次时在 lines.unused 中写明 lot: note 或 ignore':
    'write batch_no: "{{ FLot_FNumber }}"; where Wangdiantong keeps no batches, say lot: note or ignore in lines.unused',
  // Keys
  "外部单号以“{1}”相连,而 {2} 和 {3} 的值中也可以有“{4}”":
    "the outer number is joined by “{1}”, and the values of {2} and {3} may hold “{4}” too",
  "不要改 outer_no(改后每张单据都会再推一次);真有两张单据同号时,后一张成为异常单,写明两张单据":
    "do not change outer_no (each bill would be pushed again); where two bills really get one number, the later becomes a case that names both",
  "{1}:{2},两张单据可能得到同一单号": "{1}: {2}; two bills may get one number",
  "{1}:ZZ1 与 B2C{2}MAIN、ZZ1{3}B2C 与 MAIN 同号": "{1}: ZZ1 with B2C{2}MAIN is ZZ1{3}B2C with MAIN",
  "外部单号分不清单据编号:两张单据会得到同一单号,后一张被当作重复":
    "the outer number does not tell bills apart: two of them get one number, and the later is taken for a repeat",
  "写入完整的 {{ FBillNo }},不要截取": "use the whole {{ FBillNo }}, not a part of it",
  "按 {1} 拆单,外部单号中却没有它:同一单据的两张订单单号相同":
    "bills are split by {1}, which the outer number lacks: two orders of one bill have one number",
  "在 outer_no 中加入 {{ {1} }}": "add {{ {1} }} to outer_no",
  "单据编号与 {1} 之间没有分隔,不同的单据会得到同一单号":
    "nothing stands between the bill's number and {1}: different bills get one number",
  "以连字符隔开,例如 {{ FBillNo }}-{{ … }}": "put a hyphen between them, as in {{ FBillNo }}-{{ … }}",
  "外部单号含分录字段 {1}:一张订单有多行,只取第一行的值":
    "the outer number holds {1}, a field of entries: an order has several, and the first one's value is taken",
  "从 outer_no 中去掉 {1},或加入 group_by": "take {1} out of outer_no, or add it to group_by",
  "外部单号含可以修改的字段 {1}:修改后会成为另一张订单":
    "the outer number holds {1}, which can be changed: it would become another order",
  "从 outer_no 中去掉 {1}": "take {1} out of outer_no",
  "仓库取自分录字段 {1},却没有按它拆单:多个仓库的行会进入同一张订单":
    "the warehouse is {1}, a field of entries, by which bills are not split: lines of several warehouses would be one order",
  "在 group_by 中加入 {1}": "add {1} to group_by",
  "{1} 取自分录字段 {2}:各行不同时只取第一行的值":
    "{1} is {2}, a field of entries: where they differ, the first one's value is taken",
  "改用单据头字段,或在 group_by 中加入 {1}": "use a field of the head, or add {1} to group_by",
  // Values
  改正该模板: "correct the template",
  "{1}须符合旺店通的长度与格式": "{1}has to keep to Wangdiantong's length and form",
  缩短该常量: "shorten the constant",
  "{1}:模板的固定文字已有 {2} 个字符,旺店通最多 {3}":
    "{1}: the fixed text of the template has {2} characters already; Wangdiantong takes {3}",
  缩短模板中的固定文字: "shorten the template's fixed text",
  "订单推送后停在“待审核”,仓库不会出库": "orders stay unaudited, and nothing leaves the warehouse",
  "设置 is_check: 1,除非由人在旺店通中审核": "set is_check: 1, unless people audit in Wangdiantong",
  "{1} 使用个人信息 {2}:会存入 Redis 并写进旺店通单据":
    "{1} uses the personal data {2}: they are kept in Redis and written into Wangdiantong's documents",
  "不需要时去掉;需要时请告知收货人信息的保管人":
    "take it out where it is not needed; else tell whoever answers for such data",
  "写作 { sum: {1}, round: 4 };合计只供参考,舍入会记入 notes":
    "write { sum: {1}, round: 4 }; the sum is for information, and rounding is noted",
  "{1} 没有舍入:金额的合计可多于 4 位小数,这样的单据会成为异常单":
    "{1} is not rounded: a sum of amounts may have more than 4 decimals, and such a bill becomes a case",
  '写作 { value: "{1}", round: 4 }': 'write { value: "{1}", round: 4 }',
  "{1} 没有舍入:金蝶单价可多于 4 位小数,这样的单据会成为异常单":
    "{1} is not rounded: Kingdee's prices may have more than 4 decimals, and such a bill becomes a case",
  "FMustQty 是应发数量,实际出库的是 FRealQty": "FMustQty is what should leave; what does leave is FRealQty",
  "改用 FRealQty": "use FRealQty",
  "推送的数量不是选行所用的 {1}": "the quantity that is pushed is not {1}, by which lines are chosen",
  两处使用同一字段: "use one field in both places",
  "不能合计 {1}:它不是数值({2})": "{1} cannot be summed: it is no number ({2})",
  "改用数值字段,或在 source.fields 中声明 type: decimal": "use a number, or declare type: decimal in source.fields",
  "{1} 应为数值,而 {2} 是{3}": "{1} should be a number, and {2} is {3}",
  "对照表 {1} 没有被使用": "the table {1} is not used",
  "删去它,或以 lookup / convert 使用它": "take it out, or use it by lookup or convert",
  "对照表 {1} 没有任何行:每张单据都会等待": "the table {1} has no rows: every bill would wait",
  填写该表: "fill the table",
  "写作 merge_by: [spec_no, batch_no, position_no]": "write merge_by: [spec_no, batch_no, position_no]",
  "同一货品的行不合并:旺店通可能拒绝重复的货品行":
    "lines of the same goods are not merged: Wangdiantong may refuse repeated lines",
  "不同 {1} 的行会合并为一行,只留下第一行的 {2}":
    "lines of different {1} are merged, and only the first one's {2} stays",
  "组合产品的父项也会推送,与其子项重复": "the parents of suites are pushed too, beside their parts",
  "在 lines.exclude 中加入 { field: FRowType, equals: Parent }":
    "add { field: FRowType, equals: Parent } to lines.exclude",
  "有序列号而没有 is_enable_sn:旺店通不会看序列号":
    "there are serial numbers and no is_enable_sn: Wangdiantong does not look at them",
  "设置 is_enable_sn: 1": "set is_enable_sn: 1",
  "商家编码是常量:所有货品会变成同一个": "the SKU is a constant: all goods would become one",
  '写作 "{{ FMaterialID_FNumber }}" 一类的模板': 'write a template such as "{{ FMaterialID_FNumber }}"',
};
