import { computed, getCurrentInstance, onActivated, onDeactivated, onScopeDispose, shallowReactive } from "vue";
import { whenByHand } from "@/scan/useScanner";

export interface KeyAct {
  /** What the key does, as the help lists it. */
  label: string;
  run: () => void;
  /** When false, the key falls through to whatever is below. */
  when?: () => boolean;
}

export interface KeyOptions {
  /** The heading in the help. */
  label: string;
  /** Nothing below this scope answers to a key as long as it lives: for dialogs. */
  modal?: boolean;
}

export interface KeyScope {
  label: string;
  modal: boolean;
  acts: Map<string, KeyAct>;
}

const scopes = shallowReactive<KeyScope[]>([]);

/** The scopes that answer now, the nearest first. */
export const activeScopes = computed<KeyScope[]>(() => {
  const from = scopes.findLastIndex((scope) => scope.modal);
  return scopes.slice(Math.max(0, from)).reverse();
});

/** Whether a nearer scope of the screen has taken this key from `owner`; a dialog above does not count. */
export function isTaken(key: string, owner: string): boolean {
  return scopes.findLast((scope) => !scope.modal && scope.acts.has(key))?.label !== owner;
}

/** `Ctrl+Shift+P`, `F2`, `1`, `ArrowDown`. Shift is told only with another modifier or a named key. */
export function keyName(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.shiftKey && (parts.length > 0 || event.key.length > 1)) parts.push("Shift");
  return [...parts, key].join("+");
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit", "file"].includes(target.type);
}

/** Controls that give Enter and Space a meaning of their own; rows of a list take what they want themselves. */
function ownsEnter(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button, a[href], summary, [role=radio]") !== null;
}

function onKeydown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || event.key === "Process") return;
  const name = keyName(event);
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  if (plain && isTyping(event.target) && (event.key.length === 1 || isCaretKey(event.key))) return;
  if (plain && (event.key === "Enter" || event.key === " ") && ownsEnter(event.target)) return;
  for (const scope of activeScopes.value) {
    const act = scope.acts.get(name);
    if (!act || (act.when && !act.when())) continue;
    event.preventDefault();
    if (event.repeat) return;
    if (plain && event.key.length === 1) whenByHand(act.run);
    else act.run();
    return;
  }
}

function isCaretKey(key: string): boolean {
  return key.startsWith("Arrow") || ["Home", "End", "Backspace", "Delete", "PageUp", "PageDown"].includes(key);
}

let listening = false;

/**
 * Keys of a screen or a dialog, as long as it lives. Plain characters never act while somebody types;
 * function keys and combinations always do. The nearest scope that has the key gets it.
 */
export function useKeys(acts: Record<string, KeyAct>, options: KeyOptions): void {
  if (!listening) {
    listening = true;
    window.addEventListener("keydown", onKeydown);
  }
  const scope: KeyScope = { label: options.label, modal: options.modal ?? false, acts: new Map(Object.entries(acts)) };
  function take(): void {
    if (!scopes.includes(scope)) scopes.push(scope);
  }
  function give(): void {
    const at = scopes.indexOf(scope);
    if (at >= 0) scopes.splice(at, 1);
  }
  take();
  onScopeDispose(give);
  if (getCurrentInstance() === null) return;
  // What is kept but not on the screen answers to no key.
  onActivated(take);
  onDeactivated(give);
}
