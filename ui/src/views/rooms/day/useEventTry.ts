import { computed, onScopeDispose, ref, shallowRef, watch } from "vue";
import type { EventTry, GroupEvent } from "@/backend";
import { useBackend } from "@/composables/useBackend";

const WAIT_MS = 250;

/** What an event would come to, asked anew a moment after it was typed otherwise. Nothing is recorded. */
export function useEventTry(sessionId: string, event: () => GroupEvent | null) {
  const backend = useBackend();
  const told = shallowRef<EventTry | null>(null);
  const failure = shallowRef<unknown>(null);
  const busy = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;

  const asked = computed(() => JSON.stringify(event()));
  async function ask(about: GroupEvent): Promise<void> {
    const mine = ++latest;
    try {
      const reply = await backend.call("groups.event.try", { sessionId, event: about });
      if (mine !== latest) return;
      told.value = reply;
    } catch (caught) {
      if (mine !== latest) return;
      failure.value = caught;
    }
    busy.value = false;
  }
  watch(
    asked,
    () => {
      clearTimeout(timer);
      latest += 1;
      told.value = null;
      failure.value = null;
      const about = event();
      busy.value = about !== null;
      if (about !== null) timer = setTimeout(() => void ask(about), WAIT_MS);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
    latest += 1;
  });

  return { told, failure, busy };
}
