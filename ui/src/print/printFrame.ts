import { documentOf } from "./tagPages";

/** Longer than this no dialog of the system takes to begin. */
const LOAD_MS = 5000;

function loaded(frame: HTMLIFrameElement): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("the frame did not load")), LOAD_MS);
    frame.addEventListener("load", () => (clearTimeout(late), resolve()), { once: true });
  });
}

/** Copied within the frame, so that a page of which there are many copies is kept only once. */
function copyPages(frame: Document, copies: number): void {
  const first = [...frame.body.children];
  for (let copy = 1; copy < copies; copy += 1) frame.body.append(...first.map((page) => page.cloneNode(true)));
}

/**
 * Prints the pages through the system's dialog from a frame of their own: nothing of the window is on the paper, and the
 * frame runs nothing. Several copies follow one another whole. Resolves when the dialog was closed, as far as the system
 * tells; what came out only a person can see.
 */
export async function printPages(pages: readonly string[], copies = 1): Promise<void> {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-same-origin allow-modals");
  frame.setAttribute("aria-hidden", "true");
  frame.tabIndex = -1;
  frame.style.cssText = "position:fixed;right:0;bottom:0;width:1px;height:1px;border:0;visibility:hidden";
  const ready = loaded(frame);
  frame.srcdoc = documentOf(pages);
  document.body.append(frame);
  try {
    await ready;
    const view = frame.contentWindow;
    if (view === null) throw new Error("the frame has no window");
    copyPages(view.document, copies);
    await Promise.all([...view.document.images].map((image) => image.decode()));
    view.focus();
    view.print();
  } finally {
    // Some systems go on reading the frame while the dialog is open and return at once.
    setTimeout(() => frame.remove(), 60_000);
  }
}
