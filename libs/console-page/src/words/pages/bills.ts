const zhCN = {
  "bills.filter-state": "状态",
  "bills.filter-all": "全部",
  "bills.filter-scheme": "方案",
  "bills.filter-day": "审核日期",
  "bills.filter-days": "最近",
  "bills.days": "{{days}} 天",
  "bills.days-any": "不限",
  "bills.filter-warehouse": "仓库编码",
  "bills.filter-class": "异常类别",
  "bills.filter-sku": "货品编码(SKU)",
  "bills.clear": "清除条件",
  "bills.none": "没有符合条件的单据;已查至 {{time}}",
  "bills.none-yet": "到目前为止没有符合条件的单据,仍在继续查找",
  "bills.none-remedy": "单号可只填开头或末几位;若金蝶已审核而这里没有,可能尚未读到",
} as const;

const en: Readonly<Record<keyof typeof zhCN, string>> = {
  "bills.filter-state": "State",
  "bills.filter-all": "All",
  "bills.filter-scheme": "Scheme",
  "bills.filter-day": "Approved on",
  "bills.filter-days": "Approved in the last",
  "bills.days": "{{days}} days",
  "bills.days-any": "any time",
  "bills.filter-warehouse": "Warehouse code",
  "bills.filter-class": "Kind of trouble",
  "bills.filter-sku": "Goods (SKU)",
  "bills.clear": "Clear filters",
  "bills.none": "No bill fits; looked at {{time}}",
  "bills.none-yet": "No bill fits so far; the search goes on",
  "bills.none-remedy":
    "The first or last characters of a number are enough; what Kingdee has just approved may not be read yet",
};

export const BILLS_WORDS = { zhCN, en };
