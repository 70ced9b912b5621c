import { Skeleton } from "antd";
import type { ReactElement } from "react";

/** Shown once a wait is long enough to be noticed: a skeleton that flashes by is worse than none. */
export function WaitingNotice(): ReactElement {
  return (
    <div className="late" aria-busy>
      <Skeleton active={false} />
    </div>
  );
}
