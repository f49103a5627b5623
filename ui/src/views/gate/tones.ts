import { onBeforeUnmount, onMounted, ref } from "vue";

export type Tone = "admitted" | "refused" | "attention";

interface Note {
  hertz: number;
  /** Seconds. */
  start: number;
  length: number;
}

/** Rising for come in, two low ones for stop, one for look here: told apart by rhythm as well as by height. */
const NOTES: Readonly<Record<Tone, readonly Note[]>> = {
  admitted: [
    { hertz: 660, start: 0, length: 0.12 },
    { hertz: 990, start: 0.14, length: 0.2 },
  ],
  refused: [
    { hertz: 220, start: 0, length: 0.28 },
    { hertz: 165, start: 0.34, length: 0.4 },
  ],
  attention: [{ hertz: 520, start: 0, length: 0.16 }],
};

/** A tone that could only sound later than this, in milliseconds, would tell of something else by then. */
const LATEST_MS = 500;

let context: AudioContext | null = null;

/** Whether the page is still kept silent: until a key or a click wakes the loudspeaker, and some systems count only one in the act itself. */
export const asleep = ref(typeof AudioContext !== "undefined");

const WAKING = ["keydown", "pointerdown"] as const;

function wake(event: Event): void {
  // Esc does not count as a person's doing, nor does what a program sends.
  if (!event.isTrusted || (event instanceof KeyboardEvent && event.key === "Escape")) return;
  context ??= new AudioContext();
  void context.resume();
  asleep.value = false;
  rest();
}
function rest(): void {
  for (const name of WAKING) window.removeEventListener(name, wake, { capture: true });
}

/** Wakes the loudspeaker with the first key or click anywhere, so that an alarm is heard though nobody has touched the gate yet. */
export function useLoudspeaker(): void {
  onMounted(() => {
    if (!asleep.value) return;
    for (const name of WAKING) window.addEventListener(name, wake, { capture: true });
  });
  onBeforeUnmount(rest);
}

/** Sounds a short tone. A desk without a loudspeaker is no fault: the words and shapes say the same. */
export function sound(tone: Tone): void {
  if (typeof AudioContext === "undefined" || asleep.value) return;
  context ??= new AudioContext();
  const [woken, asked] = [context, performance.now()];
  void woken.resume().then(() => {
    if (performance.now() - asked < LATEST_MS) play(woken, tone);
  });
}

function play(context: AudioContext, tone: Tone): void {
  for (const note of NOTES[tone]) {
    const from = context.currentTime + note.start;
    const oscillator = context.createOscillator();
    const volume = context.createGain();
    oscillator.frequency.value = note.hertz;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.2, from + 0.01);
    volume.gain.setValueAtTime(0.2, from + note.length - 0.03);
    volume.gain.linearRampToValueAtTime(0, from + note.length);
    oscillator.connect(volume).connect(context.destination);
    oscillator.start(from);
    oscillator.stop(from + note.length);
  }
}
