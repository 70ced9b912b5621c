export { judgeDelivery } from "./core/delivery.ts";
export { REDACTED, redactSecrets } from "./core/redact.ts";
export { createHttpClient, type HttpAnswer, type HttpClient, type HttpClientOptions } from "./http-client.ts";
export { createServerClock, type ServerClock, type ServerTime } from "./server-clock.ts";
export { tellCall, type VendorCall } from "./vendor-call.ts";
