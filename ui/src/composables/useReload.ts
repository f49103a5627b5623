import { onScopeDispose, ref, shallowRef, type ShallowRef } from "vue";
import type { Topic } from "@/backend/topics";
import { useBackend } from "./useBackend";
import { useCentreClock } from "./useCentreClock";

const NET_MS = 30_000;
const SKELETON_AFTER_MS = 300;

/**
 * Data that is loaded again whenever one of its topics changes, and every 30 s whatever happens. A
 * failure keeps what was there and marks its age.
 */
export function useReload<T>(topics: readonly Topic[], loader: () => Promise<T>) {
  const backend = useBackend();
  const { now } = useCentreClock();
  const data: ShallowRef<T | null> = shallowRef(null);
  const failure = shallowRef<unknown>(null);
  const loadedAt = shallowRef<Date | null>(null);
  const loading = ref(false);
  const skeleton = ref(false);
  let latest = 0;

  async function reload(): Promise<void> {
    const mine = ++latest;
    loading.value = true;
    const patience = setTimeout(() => {
      if (mine === latest && data.value === null) skeleton.value = true;
    }, SKELETON_AFTER_MS);
    try {
      const loaded = await loader();
      if (mine !== latest) return;
      data.value = loaded;
      loadedAt.value = new Date(now.value);
      failure.value = null;
    } catch (caught) {
      if (mine === latest) failure.value = caught;
    } finally {
      clearTimeout(patience);
      if (mine === latest) {
        loading.value = false;
        skeleton.value = false;
      }
    }
  }

  /** Puts in what an act replied; a load that began before no longer counts, and the data is loaded once more. */
  function put(replied: T): void {
    latest += 1;
    data.value = replied;
    loadedAt.value = new Date(now.value);
    failure.value = null;
    skeleton.value = false;
    void reload();
  }

  const unlisten = backend.onChange((changed) => {
    // A feed that fell behind says `*`: anything may have changed.
    if (changed.some((topic) => topic === "*" || topics.some((mine) => mine === topic))) void reload();
  });
  const net = setInterval(() => void reload(), NET_MS);
  onScopeDispose(() => {
    unlisten();
    clearInterval(net);
    latest = -1;
  });
  void reload();

  return { data, failure, loadedAt, loading, skeleton, reload, put };
}
