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

let context: AudioContext | null = null;

/** Sounds a short tone. A desk without a loudspeaker is no fault: the words and shapes say the same. */
export function sound(tone: Tone): void {
  if (typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  void context.resume();
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
