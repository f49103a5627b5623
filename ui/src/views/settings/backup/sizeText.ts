import { text } from "@/i18n";

const MEGABYTE = 1_048_576;

/** A number of bytes in megabytes, with a tenth. */
export function sizeText(bytes: number): string {
  return text("keeping.backup.megabytes", { size: (bytes / MEGABYTE).toFixed(1) });
}
