const LABELS: Readonly<Record<string, string>> = {
  seconds: "seconds from start",
  cpuSeconds: "CPU seconds",
  peakMiB: "peak memory, MiB (VmHWM)",
  residentMiB: "memory, MiB (VmRSS)",
  readySeconds: "seconds until ready",
  refusedCalls: "calls refused",
  overFloor: "seconds ÷ floor of the quota",
  p50Seconds: "seconds, p50",
  p99Seconds: "seconds, p99",
  commandsPerOrder: "Redis commands an order, those in scripts counted",
  scriptsPerOrder: "script calls an order",
  wireBytesPerOrder: "bytes to and from Redis an order",
  vendorCallsPerOrder: "vendor calls an order",
  inFlightBytesPerBill: "bytes in Redis, a bill in flight",
  doneBytesPerBill: "bytes in Redis, a bill done, last jobs kept",
  idleCommandsPerSecond: "Redis commands a second with nothing to do",
  doneMiB: "MiB in Redis when all is done",
  bytesPerBill: "bytes in Redis, a finished bill",
  findMedianMs: "ms to find one, median",
  findMaxMs: "ms to find one, slowest of 1 000",
  searchMedianMs: "ms of a search, median",
  searchP99Ms: "ms of a search, p99",
  foundMedian: "bills on its first page, median",
  overviewMedianMs: "ms of the overview, median",
  overviewMaxMs: "ms of the overview, slowest",
  cpuMsPerBill: "CPU ms a bill, our three processes",
  redisMsPerBill: "CPU ms a bill, Redis",
  startSeconds: "seconds until the last service is ready",
  rssMiB: "memory of our three processes, MiB (VmRSS)",
  idleCpuPercent: "CPU of our three processes with nothing to do, % of a core",
  redisCpuPercent: "CPU of Redis with nothing to do, % of a core",
  connections: "connections to Redis",
  commandsPerSecondAndScheme: "Redis commands a second and scheme with nothing to do",
  scriptsPerSecondAndScheme: "script calls a second and scheme with nothing to do",
  timesTenth: "peak memory ÷ that of a tenth of the rows",
};

export function labelOf(figure: string): string {
  const words = figure.split(" ");
  const last = words.at(-1) ?? "";
  return [...words.slice(0, -1), LABELS[last] ?? last].join(" ");
}
