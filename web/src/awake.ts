// Keeps the tablet's screen on while a session runs: Stop must stay one touch away.

import { useEffect } from "preact/hooks";

export function useAwake(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !("wakeLock" in navigator)) return;
    let lock: WakeLockSentinel | undefined;
    let over = false;
    const take = async () => {
      if (document.visibilityState !== "visible") return;
      // Refused on a low battery; the page works all the same.
      const got = await navigator.wakeLock.request("screen").catch(() => undefined);
      if (over) void got?.release();
      else lock = got;
    };
    void take();
    document.addEventListener("visibilitychange", take);
    return () => {
      over = true;
      document.removeEventListener("visibilitychange", take);
      void lock?.release();
    };
  }, [wanted]);
}
