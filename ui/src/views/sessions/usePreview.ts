import { ref, shallowRef, watch, type Ref } from "vue";
import type { AmendmentDraft, AmendmentPreview, RoomView } from "@/backend";
import { useBackend } from "@/composables/useBackend";
import { placeFault, type AmendDraft } from "./amendDraft";

/** Hands are slower than this between two characters of a time. */
const PATIENCE_MS = 250;

/** What the amendment that is being typed would change. The other lots of the project go with it unless they are taken out. */
export function usePreview(draft: AmendDraft, rooms: Ref<readonly RoomView[]>, proposed: () => AmendmentDraft) {
  const backend = useBackend();
  const preview = shallowRef<AmendmentPreview | null>(null);
  const failure = shallowRef<unknown>(null);
  const going = ref<string[]>([]);
  let known = false;
  let latest = 0;

  async function look(): Promise<void> {
    const mine = ++latest;
    if (placeFault(draft) !== null || rooms.value.length === 0) return;
    try {
      const found = await backend.call("sessions.amend.preview", proposed());
      if (mine !== latest) return;
      preview.value = found;
      failure.value = null;
      if (!known && found.lots.length > 0) going.value = found.lots.map((one) => one.sessionId);
      known = true;
    } catch (caught) {
      if (mine !== latest) return;
      preview.value = null;
      failure.value = caught;
    }
  }

  watch(
    [() => draft.day, () => draft.time, () => [...draft.opening], () => [...draft.evaluation], going, () => rooms.value.length],
    (_now, before, onCleanup) => {
      const waiting = setTimeout(() => void look(), before[5] === undefined ? 0 : PATIENCE_MS);
      onCleanup(() => clearTimeout(waiting));
    },
    { immediate: true },
  );

  return { preview, going, failure };
}
