import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { FOUNDING, Host, program } from "./host.ts";
import { Database, NO_SERVER, SERVER, sql } from "./postgres.ts";

let folder = "";
let host: Host | null = null;
let database: Database | null = null;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bidhall-bad-"));
});
test.afterEach(async () => {
  await host?.stop();
  host = null;
  database?.drop();
  database = null;
  rmSync(folder, { recursive: true, force: true });
});

/** One sentence in words, no code of ours or of a library, and a way on. */
async function toldOnce(page: Page, code: string, words: RegExp): Promise<void> {
  const error = page.getByTestId("error");
  await expect(error).toHaveCount(1);
  await expect(error).toHaveAttribute("data-code", code);
  await expect(error).toContainText(words);
  await expect(error).not.toContainText(/[a-z]+_[a-z]+|sqlx|error|panicked|\{/i);
  await expect(page.getByRole("button", { name: "进入演练日" })).toBeVisible();
  await page.getByRole("button", { name: "进入演练日" }).click();
  await expect(page.getByRole("listbox", { name: "请登记上岗" })).toBeVisible();
  await expect(error).toHaveCount(0);
}

test("a text file is no database, is left as it is, and another can be chosen", async ({ page }) => {
  const file = join(folder, "notes.txt");
  writeFileSync(file, "这不是数据库。\n".repeat(200));
  const before = readFileSync(file);
  host = await Host.start(`sqlite:${file}`);
  await page.goto(host.url);
  await toldOnce(page, "database_not_a_database", /notes\.txt 不是数据库文件，未作任何改动。请另选一个文件。/);
  expect(readFileSync(file)).toEqual(before);
});

test("the database of another program is not touched", async ({ page }) => {
  const file = join(folder, "other.db");
  execFileSync(program("bidhall"), ["--db", `sqlite:${file}`, "call", "centre.found", JSON.stringify(FOUNDING)], { stdio: "ignore" });
  // The number by which SQLite tells whose file it is stands at byte 68.
  const bytes = readFileSync(file);
  expect(bytes.readUInt32BE(68), "ours carries a number").not.toBe(0);
  bytes.writeUInt32BE(0x0f055112, 68);
  writeFileSync(file, bytes);
  host = await Host.start(`sqlite:${file}`);
  await page.goto(host.url);
  await toldOnce(page, "database_foreign", /other\.db 是其他程序的数据库，未作任何改动。请另选一个库。/);
  expect(readFileSync(file)).toEqual(bytes);
});

test("a database of a newer version asks for a newer program", async ({ page }) => {
  test.skip(SERVER === undefined, NO_SERVER);
  database = new Database(SERVER ?? "");
  execFileSync(program("bidhall"), ["--db", database.url, "call", "centre.found", JSON.stringify(FOUNDING)], { stdio: "ignore" });
  sql(database.url, "INSERT INTO _sqlx_migrations (version, description, installed_on, success, checksum, execution_time) SELECT 9999, 'newer', installed_on, success, checksum, execution_time FROM _sqlx_migrations ORDER BY version LIMIT 1");
  host = await Host.start(database.url);
  await page.goto(host.url);
  await toldOnce(page, "database_newer", /由较新的版本写成（结构 9999 版，本程序识得 \d+ 版）。请升级本程序后再打开。/);
});

test("a wrong password is told without telling the password", async ({ page }) => {
  test.skip(SERVER === undefined, NO_SERVER);
  const url = new URL(SERVER ?? "");
  url.password = "wrong-secret-word";
  url.username = "nobody_of_that_name";
  host = await Host.start(url.toString());
  await page.goto(host.url);
  await expect(page.getByTestId("error")).toBeVisible();
  await expect(page.locator("body")).not.toContainText("wrong-secret-word");
  await toldOnce(page, "database_password", /拒绝了用户名或密码。请向系统管理员核对连接地址。/);
});

test("a server that does not answer is told, and the address can be entered again", async ({ page }) => {
  host = await Host.start("postgres://someone:word@127.0.0.1:9/bidhall");
  await page.goto(host.url);
  await toldOnce(page, "database_unreachable", /没有应答，本次操作未保存。请检查网络和服务器后重试。/);
});
