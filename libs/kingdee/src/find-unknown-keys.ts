import { isFault, type FaultCode } from "@billferry/contracts";

import { isListed, type BusinessInfo } from "./core/business-info.ts";
import { searchUnknownKeys, type KeysAnswer } from "./core/search-keys.ts";
import type { KingdeeClient } from "./kingdee-client.ts";

export interface KeysReport {
  /** In the order in which they were given. */
  readonly unknown: readonly string[];
  /** Every key that the form has; undefined where nobody had to ask, or the server does not tell. */
  readonly formKeys: readonly string[] | undefined;
  /** Why the metadata could not be read, where it was asked for. */
  readonly metadataRefusal: FaultCode | undefined;
}

/**
 * Which of these keys a form does not know: all of them, though one such key fails a whole query and only the first is
 * named [kingdee 3.3]. Queries that select nothing decide; the metadata only narrows the search and tells what there
 * is instead, so a server that refuses it costs some more calls. Throws the Fault of whatever else goes wrong.
 */
export async function findUnknownKeys(
  client: KingdeeClient,
  form: { readonly formId: string; readonly keys: readonly string[] },
  signal?: AbortSignal,
): Promise<KeysReport> {
  const ask = async (keys: readonly string[]): Promise<KeysAnswer> => askForKeys(client, form.formId, keys, signal);
  if ((await ask(form.keys)).kind === "known") return { unknown: [], formKeys: undefined, metadataRefusal: undefined };
  const metadata = await readMetadata(client, form.formId, signal);
  const suspects = metadata.info ? form.keys.filter((key) => !isListed(key, metadata.info as BusinessInfo)) : [];
  const search = searchUnknownKeys(form.keys, new Set(suspects));
  let step = search.next();
  while (!step.done) step = search.next(await ask(step.value));
  return { unknown: step.value, formKeys: metadata.info?.keys, metadataRefusal: metadata.refusal };
}

async function askForKeys(
  client: KingdeeClient,
  formId: string,
  fieldKeys: readonly string[],
  signal: AbortSignal | undefined,
): Promise<KeysAnswer> {
  try {
    await client.executeBillQuery({ formId, fieldKeys, filter: "FID=0", order: "FID", startRow: 0, limit: 1 }, signal);
    return { kind: "known" };
  } catch (error) {
    if (!isFault(error) || error.code !== "KD_FIELD_UNKNOWN") throw error;
    const { field } = error.details;
    return { kind: "unknown", named: typeof field === "string" ? field : undefined };
  }
}

async function readMetadata(
  client: KingdeeClient,
  formId: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly info?: BusinessInfo; readonly refusal: FaultCode | undefined }> {
  try {
    return { info: await client.queryBusinessInfo(formId, signal), refusal: undefined };
  } catch (error) {
    if (!isFault(error) || error.code === "SHUTDOWN") throw error;
    return { refusal: error.code };
  }
}
