import type { Phrases } from "./retell.ts";

/** What is said of a bill by its scheme: what cannot be mapped, what was rounded, which rule leaves what out. */
export const OF_MAPPING: Phrases = {
  "{1}:没有任何分录": "{1}: it has no entries",
  "{1}:分录 {2} 在金蝶的应答中重复出现,内容相同,只计一次":
    "{1}: entry {2} came more than once and alike; it counts once",
  "{1}:分录内码 {2} 出现多次,内容不同": "{1}: the entry id {2} came more than once, and not alike",
  "{1} 第 {2} 行:没有分录内码({3})": "{1} line {2}: no entry id ({3})",
  "{1} 第 {2} 行": "{1} line {2}",
  "{1} 第 {2} 行 {3}": "{1} line {2} {3}",
  "{1} 第 {2} 行:{3}={4}": "{1} line {2}: {3}={4}",
  "(全部分录)": " (all entries)",
  "(任一分录)": " (any entry)",
  "为 {1} 之一": "is one of {1}",
  "不为 {1}": "is none of {1}",
  "以 {1} 开头": "begins with {1}",
  为空: "is empty",
  不为空: "is not empty",
  "没有需要出入库的分录(数量均不大于 0,或均被排除)":
    "no entry is to be moved (no quantity is more than 0, or all are left out)",
  "数量不大于 0": "the quantity is not more than 0",
  "不符合:{1}": "it does not meet: {1}",
  "{1}:{2} 为空({3} 行)": "{1}: {2} is empty ({3} lines)",
  "同一单据的 {1} 张订单(仓库 {2})得到相同的外部单号 {3},后一张会被当作重复":
    "{1} orders of one bill (warehouses {2}) get the same outer number {3}; a later one would be taken for a repeat",
  "{1} 的数量 {2} ≠ {3}": "quantity of {1}: {2} ≠ {3}",
  "数量 {1} ≠ {2}": "quantity {1} ≠ {2}",
  "金额 {1} ≠ {2}": "amount {1} ≠ {2}",
  "{1}={2},应为 0 或 1": "{1}={2}, should be 0 or 1",
  "{1}={2},应为不超过 9 位的整数": "{1}={2}, should be a whole number of at most 9 digits",
  "{1}:旺店通不支持的字符已替换为 □": "{1}: characters that Wangdiantong does not take are replaced by □",
  "{1}:超过 {2} 个字符,已截断": "{1}: longer than {2} characters, cut",
  "{1}={2} 含有{3}": "{1}={2} holds {3}",
  "{1}={2}({3} 个字符,最多 {4})": "{1}={2} ({3} characters, at most {4})",
  "{1}={2} 不是日期": "{1}={2} is no date",
  "{1}={2} 不是数值": "{1}={2} is no number",
  "(除不尽)": " (it does not come out even)",
  "{1}:{2} 舍入为 {3}": "{1}: {2} rounded to {3}",
  "不可见字符 {1}": "the invisible character {1}",
  "旺店通不支持的字符 {1}": "the character {1}, which Wangdiantong does not take",
  "{1}取加权平均": "{1}: the weighted mean",
  "{1}各行不同,取第 {2} 行的值": "{1} differs by line; that of line {2} is taken",
  "{1}:{2} 行合并": "{1}: {2} lines made one",
  "第 {1} 行": "line {1}",
  "第 {1} 行带有{2},方案没有用到": "line {1} has a {2} that the scheme does not use",
  "{1}:第 {2} 行带有{3},方案没有用到": "{1}: line {2} has a {3} that the scheme does not use",
  "第 {1} 行的{2}不同({3}={4}),商家编码却同为 {5},会混成同一货品":
    "lines {1} differ in their {2} ({3}={4}) and have one SKU {5}: they would become the same goods",
  辅助属性: "auxiliary property",
  批号: "lot",
  单位: "unit",
  单价: "unit price",
  无: "none",
  "{1}:对照表 {2} 中没有 {3}{4}": "{1}: the table {2} has no {3}{4}",
  "{1}:{2},已沿用原编码": "{1}: {2}; the code was kept as it is",
  "{1}:单位表 {2} 中没有 {3}{4}": "{1}: the table of units {2} has no {3}{4}",
  "{1}:{2}={3} 不是数值": "{1}: {2}={3} is no number",
  ",但有相似的 {1}(Excel 会去掉编码首尾的 0;全角与半角不同),请核对":
    ", but a similar {1} (Excel takes zeros off the ends of codes; full width is not half width): compare them",
  ",已沿用原编码": "; the code was kept as it is",
  "({1} 位小数)": " ({1} decimals)",
  "{1}:{2} 不是数值": "{1}: {2} is no number",
  "round:小数位数应为 0 到 9 的整数": "round: the number of decimals is 0 to 9",
  "date:{1} 不是金蝶时间": "date: {1} is no Kingdee time",
  "结果超过 {1} 个字符": "the result is longer than {1} characters",
  库存方向为退货: "the direction of stock is a return",
};

/** What is said of a scheme's file, which cannot be loaded so. */
export const OF_SCHEME_FILES: Phrases = {
  错误: "error",
  提醒: "warning",
  说明: "hint",
  "无法读取,请核对 SCHEME_DIR 与方案名": "it cannot be read; check SCHEME_DIR and the scheme's name",
  "无法读取目录 {1},请核对 SCHEME_DIR": "the folder {1} cannot be read; check SCHEME_DIR",
  "{1} 中没有集成方案(*.yaml),请核对 SCHEME_DIR": "{1} holds no scheme (*.yaml); check SCHEME_DIR",
  "name 应为 {1},实际为 {2}": "name should be {1} and is {2}",
  "(文件)": "(file)",
  "未知的设置 {1}{2}": "unknown setting {1}{2}",
  "未设置(必填)": "not set (it is needed)",
  "写法不符,可用的写法见 docs/scheme.md": "it is not written so; docs/scheme.md shows how",
  "{1}.{2}:模板无法解析:{3}": "{1}.{2}: the template cannot be parsed: {3}",
  ",请在 source.fields 中声明": "; declare it in source.fields",
  "未知字段 {1}{2}": "unknown field {1}{2}",
  ",是否为 {1}?": "; is {1} meant?",
  "是否为 {1}?": "is {1} meant?",
  "tables 中没有对照表 {1}{2}": "tables names no {1}{2}",
  '{1} 会被读作数字 {2};请加引号:"{3}"': '{1} would be read as the number {2}; put it into quotes: "{3}"',
  "方案有误,继续使用原来的版本:{1}": "the scheme is wrong, the version before goes on: {1}",
  "方案中没有字段 {1}": "the scheme has no field {1}",
  "应为业务对象表单 Id,例如 SAL_OUTSTOCK": "should be the id of a form, such as SAL_OUTSTOCK",
  "应为分录实体的标识,例如 FEntity": "should be the key of the entries, such as FEntity",
  "应为字段名,例如 FStockID_FNumber": "should be a field, such as FStockID_FNumber",
  应为字段名: "should be a field",
  "账号名只能用小写字母和数字,以字母开头":
    "an account's name has lower-case letters and digits and begins with a letter",
  "应为时长,例如 10m、30s": "should be a time, such as 10m or 30s",
  "条件应恰有一个比较:{1}": "a condition compares once: {1}",
  "第 {1} 行 {2}": "line {1} {2}",
  "未设置(业务对象表单 Id)": "not set (the id of the form)",
  "未设置(过滤条件)": "not set (the filter)",
  "过滤条件必须包含 {{LAST_SYNC_TIME dateTime}} 作为时间下限":
    "the filter needs {{LAST_SYNC_TIME dateTime}} as its lower limit",
  "应为 2 到 {1}": "should be 2 to {1}",
  "只能用小写字母、数字和连字符": "lower-case letters, digits and hyphens only",
  "只能是模板:外部单号不得依赖对照表或合计,否则改表后会重复推单":
    "a template only: an outer number must not depend on a table or a sum, or a changed table would push orders twice",
  "可用的参数:{1}": "there are: {1}",
  "目标接口没有参数 {1},{2}": "the interface has no parameter {1}; {2}",
  "货品行不能使用 sum(合计只用于单据头)": "a line has no sum (sums are for the head)",
  "只有数值参数可以使用 sum、round、convert": "sum, round and convert are for numbers only",
  "缺少必填参数 {1}({2})": "the parameter {1} ({2}) is needed",
  "应为 {{PAGINATION_PAGE_SIZE}} 或行数": "should be {{PAGINATION_PAGE_SIZE}} or a number of rows",
  "应为 {{PAGINATION_START_ROW}};翻页由程序完成": "should be {{PAGINATION_START_ROW}}; the program turns the pages",
  "应为空或 0,否则第二页起没有数据": "should be empty or 0, or there is nothing from the second page on",
  不是金蝶字段名: "is no field of Kingdee",
  "配置值 {1} 不是字段 key": "the value {1} is no key of a field",
  重复: "is there twice",
  "找不到表头:请连同表头一起粘贴,需要“字段”“字段名称”“配置值”三列,例如 | 字段 | 字段名称 | 类型 | 配置值 |":
    "there is no head: paste the table with it; it has the columns 字段, 字段名称 and 配置值, as in | 字段 | 字段名称 | 类型 | 配置值 |",
};

/** What is said of code tables. */
export const OF_TABLES: Phrases = {
  "请在 Excel 中另存为“CSV UTF-8(逗号分隔)”": "save it in Excel as “CSV UTF-8 (comma delimited)”",
  "无法识别文件编码;{1}": "the file's encoding is not known; {1}",
  "({1} 还是 {2}?)": " ({1} or {2}?)",
  "无法判断文件编码{1},其中有 {2};{3}": "the file's encoding cannot be told{1}; it holds {2}; {3}",
  "文件像是 Big5(繁体中文)编码({1}),读作简体会成为别的编码;{2}":
    "the file seems to be in Big5 ({1}), and would read as other codes; {2}",
  "无法读取:{1};对照表由控制台管理,请恢复该文件(TABLES_DIR)":
    "it cannot be read: {1}; the console keeps the tables, so bring the file back (TABLES_DIR)",
  "内容已损坏;对照表由控制台管理,请从备份恢复该文件(TABLES_DIR)":
    "it is damaged; the console keeps the tables, so restore the file from a backup (TABLES_DIR)",
  "文件超过 {1} MB": "the file is larger than {1} MB",
  "超过 {1} 行": "more than {1} rows",
  "不是有效的 CSV:{1}": "it is no valid CSV: {1}",
  无法读取: "it cannot be read",
  "另有 {1} 处": "{1} more",
  "请把该列设为“文本”后重新填写": "format the column as text and type it again",
  编码不能为空: "a code is empty",
  "{1} 像是被 Excel 改成了科学计数,{2}": "{1} looks like Excel's scientific notation; {2}",
  "{1} 是 Excel 的错误值或列宽不足,不是编码,请重新填写":
    "{1} is an error of Excel or too wide a value, and no code; type it again",
  "{1} 像是被 Excel 改成了日期,{2}": "{1} looks like a date that Excel has made; {2}",
  "{1} 像是被 Excel 改成了逻辑值,{2}": "{1} looks like a true or false that Excel has made; {2}",
  "编码 {1} 含有{2},请删去后重新填写": "the code {1} holds {2}; take it out and type it again",
  "{1} 像是日期:若原编码不是这样,是被 Excel 改动了,{2}":
    "{1} looks like a date: unless the code is written so, Excel has changed it; {2}",
  "{1} 超过 15 位且末尾是 0:Excel 只保留 15 位,请核对原编码":
    "{1} has more than 15 digits and ends in 0: Excel keeps 15; compare it with the code",
  "{1} 含有全角字母或数字:须与金蝶、旺店通中的编码完全相同,与半角不同":
    "{1} holds letters or digits of full width: they differ from half width, and must be as in Kingdee and Wangdiantong",
  "{1} 含有特殊空格:须与金蝶、旺店通中的编码完全相同":
    "{1} holds a special space: it must be as in Kingdee and Wangdiantong",
  "{1} 已被手工修改,但对照表 {2} 由控制台管理,改动未采用;请在控制台“对照表”中选择“采用”或“不采用”":
    "{1} was edited by hand, but the console keeps the table {2}: the edit was not taken; choose on the console's page of tables whether to take it",
  "首行应含“kingdee,wangdiantong”(或“金蝶编码,旺店通编码”)两列":
    "the first row names two columns, kingdee and wangdiantong (or 金蝶编码 and 旺店通编码)",
  "首行应含“item,unit,ratio”(或“货品,单位,换算率”)三列":
    "the first row names three columns, item, unit and ratio (or 货品, 单位 and 换算率)",
  "换算率 {1} 应为正数或分数,例如 12、0.5、1/12":
    "the ratio {1} should be a positive number or a fraction, such as 12, 0.5 or 1/12",
  "{1} 与第 {2} 行重复,请删除其中一行": "{1} is on line {2} as well; take one of them out",
  "对照表有误:{1}": "a code table is wrong: {1}",
};
