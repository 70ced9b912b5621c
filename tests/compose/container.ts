import { startInContainer } from "@billferry/embedded-redis";
import { Redis } from "ioredis";

/** The Redis that `npm start` obtains where a Docker engine answers: one container through testcontainers, for real. */
const container = await startInContainer({
  dataDir: ".data/compose-test",
  persistent: true,
  image: process.env["REDIS_IMAGE"],
});
if (typeof container === "string") throw new Error(container);
try {
  const client = new Redis(container.url);
  const answer = await client.ping();
  const [, policy] = await client.config("GET", "maxmemory-policy");
  client.disconnect();
  if (answer !== "PONG" || policy !== "noeviction") throw new Error(`got ${answer}, ${String(policy)}`);
} finally {
  await container.stop();
}
