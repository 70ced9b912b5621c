import { createServer, type IncomingHttpHeaders } from "node:http";

/** One answer of a scripted server: what is sent, or what is done to the connection instead. */
export interface ScriptedAnswer {
  readonly status?: number;
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fault?: "cut" | "silent";
}

interface SeenRequest {
  readonly path: string;
  /** The service's last name: `LoginByAppSecret`, `ExecuteBillQuery`. */
  readonly service: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Script = (
  request: SeenRequest,
  earlier: readonly SeenRequest[],
) => ScriptedAnswer | Promise<ScriptedAnswer>;

export interface ScriptedKingdee {
  /** Ends with `/k3cloud`, without the last slash. */
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  called(service: string): number;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A real server whose every answer the test writes. `await using` closes it with every connection. */
export async function startKingdee(script: Script): Promise<ScriptedKingdee> {
  const seen: SeenRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", async () => {
      const path = incoming.url ?? "";
      const service = path.split(".").at(-3) ?? "";
      const request = { path, service, headers: incoming.headers, body: Buffer.concat(chunks).toString() };
      const earlier = [...seen];
      seen.push(request);
      const answer = await script(request, earlier);
      if (answer.fault === "cut") incoming.socket.destroy();
      if (answer.fault !== undefined) return;
      outgoing.writeHead(answer.status ?? 200, { "content-type": "application/json", ...answer.headers });
      outgoing.end(answer.body ?? "");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("expected a port");
  return {
    url: `http://127.0.0.1:${address.port}/k3cloud`,
    seen,
    called: (service) => seen.filter((request) => request.service === service).length,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function signedIn(
  changes: Readonly<Record<string, unknown>> = {},
  cookie = "kdservice-sessionid=s1",
): ScriptedAnswer {
  const body = {
    Message: null,
    MessageCode: null,
    LoginResultType: 1,
    Context: { UserName: "tester", STimeZone: { OffsetTicks: 288000000000, StandardName: "(UTC+08:00)" } },
    KDSVCSessionId: null,
    IsSuccessByAPI: true,
    ...changes,
  };
  const setCookie = `${cookie}; expires=Thu, 31 Dec 2099 23:59:59 GMT; path=/`;
  return { body: JSON.stringify(body), headers: cookie === "" ? {} : { "set-cookie": setCookie } };
}

export function envelope(msgCode: number, message: string): ScriptedAnswer {
  return { body: `[[${JSON.stringify(errorObject(msgCode, message))}]]` };
}

export function errorObject(msgCode: number, message: string): unknown {
  const errors = [{ FieldName: null, Message: message, DIndex: 0 }];
  return { Result: { ResponseStatus: { ErrorCode: 500, IsSuccess: false, Errors: errors, MsgCode: msgCode } } };
}

export const SESSION_LOST = envelope(1, "会话信息已丢失，请重新登录");

/** Signs everyone in and answers queries with `answer`. */
export function afterSignIn(answer: Script | ScriptedAnswer): Script {
  return (request, earlier) => {
    if (request.service !== "ExecuteBillQuery") return signedIn();
    return typeof answer === "function" ? answer(request, earlier) : answer;
  };
}
