import { keepAuditWriter } from "@billferry/audit";
import { connectRedis } from "@billferry/redis";
import { pino } from "pino";

/** A writer as a process of its own, for a test that kills it. */
const [, , url = "", folder = ""] = process.argv;
const log = pino({ level: "silent" });
keepAuditWriter({ redis: connectRedis(url, log), log, folder });
process.stdout.write("writing\n");
