import { ref, shallowRef } from "vue";
import { LostReply, newNonce, type ScanPurpose, type ScanView } from "@/backend";
import { useBackend } from "@/composables/useBackend";
import { useCentreClock } from "@/composables/useCentreClock";
import { spellCode } from "./decodeScan";

/** A tag held before the scanner is read again and again: the same code so soon is the same scan. */
export const SAME_SCAN_MS = 3000;

/**
 * Asks whose tag a code is, or books its wearer out or in. Every scan is kept with its answer. The newest code wins; an
 * answer that comes late for an older one is dropped. `lane` is the lane of this desk, if it has one.
 */
export function useTagScan(answered: (answer: ScanView) => void, lane: () => string | null = () => null) {
  const backend = useBackend();
  const { now } = useCentreClock();
  const answer = shallowRef<ScanView | null>(null);
  const at = shallowRef<Date | null>(null);
  const failure = shallowRef<unknown>(null);
  const code = ref("");
  let latest = 0;
  let taken: { asked: string; here: number; centre: number } | null = null;
  let unanswered: { asked: string; nonce: string } | null = null;

  /** By both clocks: that of a rehearsal may stand still or leap. */
  function isSame(asked: string): boolean {
    if (taken === null || taken.asked !== asked) return false;
    return performance.now() - taken.here < SAME_SCAN_MS && Math.abs(now.value.getTime() - taken.centre) < SAME_SCAN_MS;
  }

  async function scan(typed: string, purpose: ScanPurpose = "look"): Promise<void> {
    const spelled = spellCode(typed);
    if (spelled === "") return;
    const asked = `${purpose} ${spelled}`;
    const same = isSame(asked);
    taken = { asked, here: performance.now(), centre: now.value.getTime() };
    if (same) return;
    const mine = ++latest;
    const nonce = unanswered?.asked === asked ? unanswered.nonce : newNonce();
    code.value = spelled;
    failure.value = null;
    try {
      const reply = await backend.call("tags.scan", { code: spelled, purpose, lane: lane() }, { nonce });
      if (unanswered?.asked === asked) unanswered = null;
      if (mine !== latest) return;
      answer.value = reply;
      at.value = new Date(now.value);
      answered(reply);
    } catch (caught) {
      if (caught instanceof LostReply) unanswered = { asked, nonce };
      if (mine !== latest) return;
      // What failed may be scanned again at once.
      taken = null;
      answer.value = null;
      failure.value = caught;
    }
  }

  function clear(): void {
    latest += 1;
    taken = null;
    code.value = "";
    answer.value = null;
    failure.value = null;
  }

  return { answer, at, code, failure, scan, clear };
}

export type TagScan = ReturnType<typeof useTagScan>;
