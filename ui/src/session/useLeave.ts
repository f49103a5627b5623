import { useBackend } from "@/composables/useBackend";
import { session, signOff } from ".";

/** Leaves the desk; in a real centre the sign-in ends with it. */
export function useLeave(): () => Promise<void> {
  const backend = useBackend();
  return async () => {
    // Whether the desk hears of it or not, nobody sits here any more; an unused sign-in locks by itself.
    if (session.token !== null) await backend.call("accounts.sign_out", {}).catch(() => undefined);
    signOff();
  };
}
