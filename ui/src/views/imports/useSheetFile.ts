import { ref } from "vue";
import { base64Of } from "./fileContent";

export interface SheetContent {
  fileName: string;
  /** In Base64. */
  content: string;
}

/** A spreadsheet that is picked or dropped, read into memory. */
export function useSheetFile(onRead: (sheet: SheetContent) => void, onBegin: () => void) {
  const sheet = ref<SheetContent | null>(null);
  /** Name of a file that could not be read. */
  const unreadable = ref<string | null>(null);
  const over = ref(false);

  async function read(file: File | undefined): Promise<void> {
    if (!file) return;
    onBegin();
    sheet.value = null;
    unreadable.value = null;
    try {
      sheet.value = { fileName: file.name, content: await base64Of(file) };
    } catch {
      unreadable.value = file.name;
      return;
    }
    onRead(sheet.value);
  }

  function picked(event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return;
    void read(event.target.files?.[0]);
    event.target.value = "";
  }

  function dropped(event: DragEvent): void {
    over.value = false;
    void read(event.dataTransfer?.files[0]);
  }

  return { sheet, unreadable, over, picked, dropped };
}
