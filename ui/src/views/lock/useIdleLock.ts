import { onScopeDispose, watch } from "vue";
import { useBackend } from "@/composables/useBackend";
import { lock, session } from "@/session";

const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/** Locks the window when nobody has touched it for as long as the settings say. */
export function useIdleLock(): void {
  const backend = useBackend();
  let waiting: ReturnType<typeof setTimeout> | undefined;

  function begin(): void {
    clearTimeout(waiting);
    const minutes = session.me?.idleMinutes;
    if (minutes !== undefined && !session.locked) waiting = setTimeout(lockDesk, minutes * 60_000);
  }

  function lockDesk(): void {
    lock();
    // The window is locked whether the desk hears of it or not; the desk locks an unused sign-in by itself.
    if (session.locked) void backend.call("accounts.lock", {}).catch(() => undefined);
  }

  for (const sign of SIGNS) window.addEventListener(sign, begin, { capture: true, passive: true });
  watch(() => [session.token, session.locked], begin);
  onScopeDispose(() => {
    clearTimeout(waiting);
    for (const sign of SIGNS) window.removeEventListener(sign, begin, { capture: true });
  });
}
