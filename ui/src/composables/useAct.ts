import { ref, shallowRef } from "vue";
import { CommandFailure, LostReply, newNonce, type Command, type Reply, type Request } from "@/backend";
import { useBackend } from "./useBackend";

/** Errors after which the act may have been done all the same: the database went away around its commit. */
const UNCERTAIN: ReadonlySet<string> = new Set(["database_lost", "database_unreachable"]);

function mayBeDone(caught: unknown): boolean {
  return caught instanceof LostReply || (caught instanceof CommandFailure && UNCERTAIN.has(caught.wire.code));
}

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
      unanswered = mayBeDone(caught) ? { body, nonce } : null;
      failure.value = caught;
      return null;
    } finally {
      busy.value = false;
    }
  }

  return { run, busy, failure };
}
