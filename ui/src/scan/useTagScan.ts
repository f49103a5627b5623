import { ref, shallowRef } from "vue";
import type { ScanView } from "@/backend";
import { useBackend } from "@/composables/useBackend";
import { useCentreClock } from "@/composables/useCentreClock";
import { spellCode } from "./decodeScan";

/** Asks whose tag a code is. The newest code wins; an answer that comes late for an older one is dropped. */
export function useTagScan(answered: (answer: ScanView) => void) {
  const backend = useBackend();
  const { now } = useCentreClock();
  const answer = shallowRef<ScanView | null>(null);
  const at = shallowRef<Date | null>(null);
  const failure = shallowRef<unknown>(null);
  const code = ref("");
  let latest = 0;

  async function scan(typed: string): Promise<void> {
    const spelled = spellCode(typed);
    if (spelled === "") return;
    const mine = ++latest;
    code.value = spelled;
    failure.value = null;
    try {
      const reply = await backend.call("tags.scan", { code: spelled });
      if (mine !== latest) return;
      answer.value = reply;
      at.value = new Date(now.value);
      answered(reply);
    } catch (caught) {
      if (mine !== latest) return;
      answer.value = null;
      failure.value = caught;
    }
  }

  function clear(): void {
    latest += 1;
    code.value = "";
    answer.value = null;
    failure.value = null;
  }

  return { answer, at, code, failure, scan, clear };
}

export type TagScan = ReturnType<typeof useTagScan>;
