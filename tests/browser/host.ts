import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Commands } from "../../ui/src/backend/generated.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const programs = process.env["BIDHALL_PROGRAMS"] ?? here("../../target/debug");
const pages = process.env["BIDHALL_PAGES"] ?? here("../../ui/dist");

export const program = (name: string): string => join(programs, name);
export const sample = (name: string): string => here(`../samples/${name}`);
export const GOOD_SHEET = sample("场次安排表-2020-03-12.xlsx");
export const MESSY_SHEET = sample("场次安排表-乱.xlsx");
export const DEMO = "2020-03-12";

export type Command = keyof Commands;
export type Reply<C extends Command> = Commands[C]["reply"];

/** The three administrators of a centre made for a test. */
export const ADMINISTRATORS = {
  system: { code: "sys", name: "示例系统", password: "Regen-1s-Wolke" },
  security: { code: "security", name: "示例安全", password: "Regen-2s-Wolke" },
  audit: { code: "auditor", name: "示例审计", password: "Regen-3s-Wolke" },
} as const;
export const FOUNDING = { name: "示例区公共资源交易中心", administrators: ADMINISTRATORS, passphrase: "示例 云岭 开标 大厅" };

type Answer = { ok: unknown } | { error: { code: string; detail: unknown } };

/** The command list on a port of its own, with a folder of its own. */
export class Host {
  readonly #child: ChildProcess;

  private constructor(
    child: ChildProcess,
    readonly url: string,
    readonly data: string,
  ) {
    this.#child = child;
  }

  static async start(database?: string): Promise<Host> {
    const data = mkdtempSync(join(tmpdir(), "bidhall-browser-"));
    const child = spawn(
      program("bidhall-host"),
      ["--data", data, "--pages", pages, ...(database === undefined ? [] : ["--db", database])],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    let heard = "";
    let complaints = "";
    child.stderr.on("data", (bytes: Buffer) => (complaints += bytes.toString()));
    const url = await new Promise<string>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`bidhall-host ended with ${String(code)}: ${complaints}`)));
      child.stdout.on("data", (bytes: Buffer) => {
        heard += bytes.toString();
        const line = /^(http:\S+)\n/m.exec(heard)?.[1];
        if (line !== undefined) resolve(line);
      });
    });
    return new Host(child, url, data);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null) {
      const gone = new Promise((resolve) => this.#child.once("exit", resolve));
      this.#child.removeAllListeners("error");
      this.#child.kill("SIGKILL");
      await gone;
    }
    rmSync(this.data, { recursive: true, force: true });
  }

  async ask(command: Command, payload: unknown, as?: string, token?: string): Promise<Answer> {
    const response = await fetch(`${this.url}/command`, {
      method: "POST",
      body: JSON.stringify({ command, payload, nonce: randomUUID(), ...(as === undefined ? {} : { as }), ...(token === undefined ? {} : { token }) }),
    });
    return (await response.json()) as Answer;
  }

  async ok<C extends Command>(command: C, payload: Commands[C]["request"], as?: string, token?: string): Promise<Reply<C>> {
    const answer = await this.ask(command, payload, as, token);
    if ("error" in answer) throw new Error(`${command}: ${JSON.stringify(answer.error)}`);
    return answer.ok as Reply<C>;
  }

  /** A demo day that nobody has touched yet. */
  async demo(start: "doors" | "import"): Promise<void> {
    await this.ok("database.demo", { start, anew: true });
  }

  /** Steps the rehearsal until the last event no later than this time of the demo day is played. */
  async playUntil(time: string): Promise<void> {
    const end = Date.parse(`${DEMO}T${time}+08:00`);
    for (;;) {
      const { clock } = await this.ok("centre.view", {});
      if (clock?.nextEventAt == null || Date.parse(clock.nextEventAt) > end) return;
      await this.ok("rehearsal.step", {});
    }
  }
}
