import type { Phrases } from "./retell.ts";

/** Why something does not move, as `billferry status` has it; the page tells the same in words of its own language. */
export const OF_STATUS: Phrases = {
  "读取 · Extract": "Extract",
  "补漏 · Sweep": "Sweep",
  "转换 · Transform": "Transform",
  "写入 · Load": "Load",
  "等待推送的订单过多,暂停读取(消化后自动继续)": "Too many orders wait to be pushed: reading rests until fewer do",
  "方案已停止读取,约 {1} 秒后再试:{2}": "The scheme reads nothing, next try in {1} s: {2}",
  "最近一次读取失败:{1}": "The last reading failed: {1}",
  尚未完成第一次读取: "The first reading is not done yet",
  "已有 {1} 秒没有成功读取": "No reading has succeeded for {1} s",
  "{1} 张单据等待按现在的方案和对照表重做": "{1} bills are to be made anew by the scheme and tables of now",
  "{1}:时间表缺失(extractor 运行时会自动恢复;否则请启动它)":
    "{1}: its schedule is gone (a running extractor mends it; else start one)",
  "{1}:时间表被改为到期停止(extractor 运行时会自动恢复;否则请启动它)":
    "{1}: its schedule was given an end (a running extractor mends it; else start one)",
  "{1}:时间表没有下一次执行(extractor 运行时会自动恢复;否则请启动它)":
    "{1}: its schedule has no next turn (a running extractor mends it; else start one)",
  "{1}:没有运行中的进程({2})": "{1}: no process is running ({2})",
  "{1}:队列休息中,约 {2} 秒后继续": "{1}: the queue rests for another {2} s",
  "{1}:{2} 个任务未成功,等待自动重试": "{1}: {2} jobs did not go well and are tried again by themselves",
  "{1}:队列已被人工暂停(在看板),{2} 个任务等待": "{1}: paused on the board; {2} jobs wait",
  "{1}:队列已被人工暂停({2},{3} 起:{4}),{5} 个任务等待": "{1}: paused by {2} since {3}: {4}; {5} jobs wait",
  "{1}:正在清点旺店通已有单据,完成后继续推送": "{1}: what Wangdiantong has is being listed; pushes go on after it",
  "{1}:正在清点旺店通已有单据,完成后继续推送;上次未成功:{2};稍后自动再试":
    "{1}: what Wangdiantong has is being listed; pushes go on after it; the last try failed: {2}; it is tried again",
  "有 {1} 个订单在推送前已存在于旺店通:可能有另一套程序在推送同一账号":
    "{1} orders were in Wangdiantong before they were pushed: another program may push to this account",
  "{1} 项等待人工处理(billferry cases 查看原因)": "{1} cases wait for a person (billferry cases tells why)",
  "{1} 个失败任务(billferry retry --all 可重试)": "{1} failed jobs (billferry retry --all tries them again)",
  "{1}:每分钟调用额度已用完(最近一分钟 {2} 次),约 {3} 秒后继续":
    "{1}: the calls of a minute are used up ({2} in the last one); it goes on in {3} s",
  "{1}:旺店通要求暂缓调用,约 {2} 秒后(北京时间 {3})再试":
    "{1}: Wangdiantong asks for fewer calls; next try in {2} s ({3}, Beijing)",
  "{1}:旺店通不可用,已熔断({2}),约 {3} 秒后(北京时间 {4})再试":
    "{1}: Wangdiantong does not work, the circuit is open ({2}); next try in {3} s ({4}, Beijing)",
  "{1} 个订单凭“重复被拒”得知已在旺店通,内容尚未查实(系统会再查,billferry doubts 列出)":
    "{1} orders are in Wangdiantong, as a refused repeat shows; with what content is being found out (billferry doubts lists them)",
  "{1} 个已送达订单曾撤回、变更或被取消,尚未查实在旺店通中是否有效(系统会再查,billferry doubts 列出)":
    "{1} delivered orders were withdrawn, changed or cancelled; whether they are valid there is being found out (billferry doubts lists them)",
  "{1} 个未送达订单可能已在旺店通建单,尚未查实(系统会再查,billferry doubts 列出)":
    "{1} undelivered orders may be in Wangdiantong; that is being found out (billferry doubts lists them)",
  "清点所见 {1} 张旺店通单据,没有单据要求(billferry doubts 列出)":
    "{1} documents in Wangdiantong that no bill asks for (billferry doubts lists them)",
  "旺店通已有单据未能清点,每小时再试:{1}": "What Wangdiantong has could not be listed, tried again each hour: {1}",
  "告警值守进程(watcher)已 {1} 分钟没有动静,期间的告警不会发出:请启动 watcher,起不来时看它的日志":
    "The watcher has been silent for {1} min, and alerts are not sent: start it, or see its log",
};
