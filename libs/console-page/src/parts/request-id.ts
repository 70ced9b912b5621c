/** Also where a browser has no crypto.randomUUID: over plain HTTP in a LAN. */
export function mintRequestId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
