import { computed, onScopeDispose, ref, shallowRef } from "vue";
import type { BatchView, Day } from "@/backend";
import { useAct } from "@/composables/useAct";
import { useBackend } from "@/composables/useBackend";
import { may } from "@/session/may";

const POLL_MS = 500;

/** The notices of a day written into a folder: begun, followed while they are written, and cancelled. */
export function useBatch(written: () => void) {
  const backend = useBackend();
  const starting = useAct("papers.batch.start");
  const stopping = useAct("papers.batch.cancel");
  const batch = shallowRef<BatchView | null>(null);
  const lost = shallowRef<unknown>(null);
  const hidden = ref(false);
  let next: ReturnType<typeof setTimeout> | undefined;
  let gone = false;

  const running = computed(() => batch.value !== null && !batch.value.over);
  const shown = computed(() => (hidden.value ? null : batch.value));
  const failure = computed(() => starting.failure.value ?? stopping.failure.value ?? lost.value);

  function take(told: BatchView | null): void {
    if (gone || told === null) return;
    const ended = running.value && told.over;
    batch.value = told;
    clearTimeout(next);
    if (!told.over) next = setTimeout(() => void follow(), POLL_MS);
    if (ended) written();
  }
  async function follow(): Promise<void> {
    try {
      take((await backend.call("papers.batch", {})).batch);
      lost.value = null;
    } catch (caught) {
      lost.value = caught;
      // What is being written goes on whether or not anybody hears of it.
      if (!gone) next = setTimeout(() => void follow(), POLL_MS);
    }
  }
  async function start(day: Day): Promise<void> {
    if (running.value) return;
    const begun = await starting.run({ day });
    if (begun === null || begun.batch === null) return;
    hidden.value = false;
    take(begun.batch);
    if (begun.batch.over) written();
  }
  async function stop(): Promise<void> {
    const told = await stopping.run({});
    if (told !== null) take(told.batch);
  }
  onScopeDispose(() => {
    gone = true;
    clearTimeout(next);
  });
  // One that was begun before this screen opened goes on; one that is over was told then.
  if (may("papers.batch")) {
    void backend.call("papers.batch", {}).then(
      (told) => {
        if (told.batch?.over === false) take(told.batch);
      },
      (caught: unknown) => (lost.value = caught),
    );
  }

  return { batch: shown, running, failure, busy: starting.busy, start, stop, hide: () => void (hidden.value = true) };
}
