import type { Random } from "../random.ts";
import type { Receiver } from "./bill.ts";

/** Made-up people: names, numbers and addresses that look right and belong to nobody (the 190/199 test range). */
const SURNAMES = [..."王李张刘陈杨赵黄周吴徐孙马朱胡林郭何"];
const GIVEN = ["伟", "芳", "秀英", "敏", "静", "建国", "丽", "强", "晓明", "雨桐", "子涵", "欣怡", "国栋", "志强"];
const PLACES = [
  ["浙江省", "杭州市", "余杭区"],
  ["广东省", "深圳市", "龙岗区"],
  ["四川省", "成都市", "武侯区"],
  ["北京市", "北京市", "朝阳区"],
  ["江苏省", "苏州市", "吴中区"],
  ["新疆维吾尔自治区", "乌鲁木齐市", "天山区"],
] as const;
const ROADS = ["示例路", "样本大道", "测试街", "演示巷"];

export function inventReceiver(random: Random): Receiver {
  const [state, city, district] = random.pick(PLACES);
  const road = `${random.pick(ROADS)}${random.int(1, 999)}号${random.int(1, 30)}栋"${random.int(101, 2504)}室"`;
  return {
    name: random.pick(SURNAMES) + random.pick(GIVEN),
    mobile: `1990000${String(random.int(0, 9999)).padStart(4, "0")}`,
    phone: random.chance(0.3) ? `0571-0000${String(random.int(0, 9999)).padStart(4, "0")}` : "",
    state,
    city,
    district,
    address: state === city ? `${city}${district}${road}` : `${state}${city}${district}${road}`,
    nick: `买家_${random.int(1000, 9999)}`,
  };
}
