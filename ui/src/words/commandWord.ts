import { wordOr } from "@/i18n";

/** What a command does, in words; its name if this version does not know it. */
export function commandWord(command: string): string {
  const key = command.replaceAll(".", "_");
  const told = wordOr("command", key);
  return told === key ? command : told;
}
