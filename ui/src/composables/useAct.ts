import { ref, shallowRef } from "vue";
import { LostReply, newNonce, type Command, type Reply, type Request } from "@/backend";
import { useBackend } from "./useBackend";

/**
 * One act of the user. If its reply is lost, the same act asked again carries the same nonce, so that
 * it is done once; any other act, or one that was answered, gets a new one.
 */
export function useAct<C extends Command>(command: C) {
  const backend = useBackend();
  const busy = ref(false);
  const failure = shallowRef<unknown>(null);
  let unanswered: { body: string; nonce: string } | null = null;

  /** The reply, or null when it failed; `failure` then says why. */
  async function run(request: Request<C>): Promise<Reply<C> | null> {
    if (busy.value) return null;
    const body = JSON.stringify(request);
    const nonce = unanswered?.body === body ? unanswered.nonce : newNonce();
    busy.value = true;
    failure.value = null;
    try {
      const reply = await backend.call(command, request, { nonce });
      unanswered = null;
      return reply;
    } catch (caught) {
      unanswered = caught instanceof LostReply ? { body, nonce } : null;
      failure.value = caught;
      return null;
    } finally {
      busy.value = false;
    }
  }

  return { run, busy, failure };
}
