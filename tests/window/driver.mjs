// A client for WebKitWebDriver: as much of the WebDriver protocol as the suite needs.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, realpathSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const programs = process.env.BIDHALL_PROGRAMS ?? here("../../target/debug");
const artefacts = process.env.BIDHALL_ARTEFACTS ?? here("../artefacts");
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const PATIENCE = 20_000;

export const window = join(programs, "bidhall-window");
export const sample = (name) => here(`../samples/${name}`);
export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks until the answer is true, and tells what it was at the end when it never is. */
export async function until(what, ask, patience = PATIENCE) {
  const end = Date.now() + patience;
  let last;
  for (;;) {
    try {
      last = await ask();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited in vain: ${what} (last: ${last instanceof Error ? last.message : JSON.stringify(last)})`);
    await pause(60);
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The display the window opens on; one of our own where there is none. */
export async function display() {
  if (process.env.DISPLAY) return { name: process.env.DISPLAY, stop() {} };
  const number = 90 + (process.pid % 400);
  const xvfb = spawn("Xvfb", [`:${number}`, "-screen", "0", "1366x768x24", "-nolisten", "tcp"], { stdio: "ignore" });
  await until("Xvfb", () => existsSync(`/tmp/.X11-unix/X${number}`), 10_000);
  return { name: `:${number}`, stop: () => xvfb.kill() };
}

export class Driver {
  static async start(displayName) {
    const port = await freePort();
    const env = {
      ...process.env,
      DISPLAY: displayName,
      TAURI_AUTOMATION: "true",
      TAURI_WEBVIEW_AUTOMATION: "true",
      LIBGL_ALWAYS_SOFTWARE: "1",
      NO_AT_BRIDGE: "1",
    };
    // With either of them WebKit's driver never answers a request for a screenshot.
    delete env.WEBKIT_DISABLE_DMABUF_RENDERER;
    delete env.WEBKIT_DISABLE_COMPOSITING_MODE;
    const child = spawn("/usr/bin/WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" });
    const driver = new Driver(child, `http://127.0.0.1:${port}`);
    await until("WebKitWebDriver", async () => (await fetch(`${driver.url}/status`, { signal: AbortSignal.timeout(1_000) })).ok);
    return driver;
  }

  constructor(child, url) {
    this.child = child;
    this.url = url;
  }

  async ask(method, path, body, patience = PATIENCE) {
    const response = await fetch(this.url + path, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  }

  /** Opens the real window. */
  async open(...args) {
    const wanted = { "webkitgtk:browserOptions": { binary: window, args } };
    const { sessionId } = await this.ask("POST", "/session", { capabilities: { alwaysMatch: wanted } }, 40_000);
    return new Window(this, sessionId, args);
  }

  async stop() {
    const gone = once(this.child, "exit");
    this.child.kill();
    await gone;
  }
}

const KEYS = { Enter: "\uE007", Escape: "\uE00C", ArrowDown: "\uE015", ArrowUp: "\uE013", Control: "\uE009", Alt: "\uE00A", F2: "\uE032", F4: "\uE034", F5: "\uE035", F6: "\uE036", F8: "\uE038" };

export class Window {
  constructor(driver, id, args) {
    this.driver = driver;
    this.id = id;
    this.args = args;
  }

  ask(method, path, body) {
    return this.driver.ask(method, `/session/${this.id}${path}`, body);
  }

  /** What an expression of the page gives. */
  script(expression, ...args) {
    return this.ask("POST", "/execute/sync", { script: `return (${expression})`, args });
  }

  text() {
    return this.script("document.body.innerText");
  }

  shows(words, patience) {
    return until(`the window shows “${words}”`, async () => (await this.text()).includes(words), patience);
  }

  has(selector, patience) {
    return until(`the window has ${selector}`, () => this.script("document.querySelector(arguments[0]) !== null", selector), patience);
  }

  async element(selector) {
    const found = await until(selector, () => this.ask("POST", "/element", { using: "css selector", value: selector }));
    return found[ELEMENT];
  }

  async click(selector) {
    await this.ask("POST", `/element/${await this.element(selector)}/click`, {});
  }

  /** Clicks the button with these words. */
  async button(words) {
    const xpath = `//button[contains(., '${words}')]`;
    const found = await until(`button ${words}`, () => this.ask("POST", "/element", { using: "xpath", value: xpath }));
    await this.ask("POST", `/element/${found[ELEMENT]}/click`, {});
  }

  /** Key events of the window system. `Alt+4` holds the first while it strikes the second. */
  async press(...strokes) {
    for (const stroke of strokes) {
      const keys = stroke.split("+").map((key) => KEYS[key] ?? key);
      const actions = [...keys.map((value) => ({ type: "keyDown", value })), ...keys.reverse().map((value) => ({ type: "keyUp", value }))];
      await this.ask("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
    }
  }

  /** Types by hand: slower than a scanner. */
  async type(text) {
    for (const character of text) {
      await this.press(character);
      await pause(35);
    }
  }


  /** Waits until the field with this label has the keyboard. */
  async inField(label) {
    await until(`the keyboard is in ${label}`, () => this.script("document.activeElement?.labels?.[0]?.textContent.trim() === arguments[0]", label));
  }

  /** Text as an input method enters it: all at once. */
  async enter(text) {
    const done = await this.script("document.execCommand('selectAll') && document.execCommand('insertText', false, arguments[0])", text);
    if (!done) throw new Error(`nothing takes the text ${text}`);
  }

  async screenshot(name) {
    mkdirSync(artefacts, { recursive: true });
    writeFileSync(join(artefacts, `${name}.png`), Buffer.from(await this.ask("GET", "/screenshot"), "base64"));
  }

  /** The processes of this window, found by its program and its arguments. */
  processes() {
    const folder = this.args[this.args.indexOf("--data") + 1];
    // The system knows a program by its real place, whatever links lead there.
    const program = realpathSync(window);
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .filter((name) => {
        try {
          return readlinkSync(`/proc/${name}/exe`).startsWith(program) && readFileSync(`/proc/${name}/cmdline`, "utf8").includes(folder);
        } catch {
          return false;
        }
      })
      .map(Number);
  }

  async close() {
    await this.ask("DELETE", "").catch(() => undefined);
    await until("the program ends", () => this.processes().length === 0);
  }

  /** As a power cut would. */
  async kill() {
    const processes = this.processes();
    if (processes.length !== 1) throw new Error(`expected one program, found ${processes.length}`);
    process.kill(processes[0], "SIGKILL");
    await until("the program is gone", () => this.processes().length === 0);
    await this.ask("DELETE", "").catch(() => undefined);
  }
}
