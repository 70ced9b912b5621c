import { useSyncExternalStore } from "react";

const PHONE = "(max-width: 767px)";

/** Whether rows do not fit side by side, and are shown as cards. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = matchMedia(PHONE);
      query.addEventListener("change", changed);
      return () => query.removeEventListener("change", changed);
    },
    () => matchMedia(PHONE).matches,
  );
}
