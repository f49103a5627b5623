/** The second press of a double Enter comes sooner than this; nobody has looked at the paper by then. */
export const DOUBLE_PRESS_MS = 600;

/** Tells whether a press comes so soon after the screen changed that it was meant for what stood there before. */
export function useDoublePress() {
  let until = 0;
  return {
    hush: () => void (until = performance.now() + DOUBLE_PRESS_MS),
    listen: () => void (until = 0),
    hushed: (): boolean => performance.now() < until,
  };
}
