import { computed, shallowRef, watch } from "vue";
import type { CheckView, Request } from "@/backend";
import { useAct } from "@/composables/useAct";

/** The acts of one refusal case. What they answer shows at once, before the screen around it has asked again. */
export function useCase(given: () => CheckView) {
  const check = shallowRef(given());
  watch(given, (view) => (check.value = view));
  const failure = shallowRef<unknown>(null);
  const acts = {
    followUp: useAct("gate.follow_up"),
    identity: useAct("gate.short_identity"),
    receipt: useAct("gate.receipt"),
    request: useAct("gate.exception.request"),
    decide: useAct("gate.exception.decide"),
  };
  const busy = computed(() => Object.values(acts).some((act) => act.busy.value));

  async function settle(act: { failure: { value: unknown } }, asked: Promise<CheckView | null>): Promise<boolean> {
    const about = check.value.card.id;
    failure.value = null;
    const view = await asked;
    if (check.value.card.id !== about) return view !== null;
    if (view !== null) check.value = view;
    else failure.value = act.failure.value;
    return view !== null;
  }

  return {
    check,
    failure,
    busy,
    followUp: (request: Request<"gate.follow_up">) => settle(acts.followUp, acts.followUp.run(request)),
    identity: (request: Request<"gate.short_identity">) => settle(acts.identity, acts.identity.run(request)),
    receipt: (request: Request<"gate.receipt">) => settle(acts.receipt, acts.receipt.run(request)),
    request: (request: Request<"gate.exception.request">) => settle(acts.request, acts.request.run(request)),
    async decide(request: Request<"gate.exception.decide">): Promise<boolean> {
      failure.value = null;
      const before = check.value;
      const exception = await acts.decide.run(request);
      if (exception === null) failure.value = acts.decide.failure.value;
      else if (before.refusal !== null) check.value = { ...before, refusal: { ...before.refusal, exception } };
      return exception !== null;
    },
  };
}
