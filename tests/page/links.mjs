// Share links, drafts, and what the browser remembers.

import assert from "node:assert/strict";
import { checked, clipboardOf, example, findingsOf, paste, textOf } from "./site.mjs";

const TEXT = '{ "InstanceId": "i-0a1b2c3d4e5f67890", "Items": [], "note": "ü – 日本 😀" }';

// Made by the first version of the page. It has to open for ever.
const OLD_LINK =
  "Ai1YqLs61Cigt8cwrS80ryS-qVNJRKs8sSgVS1QoxSp55xSWJecmpnikxSlZAfqauQaJhklGycYpJqmmambmFpUGMkg5IYUlqbjFITXSsQq1SLABr9OZZ";

async function shared(page) {
  await page.click("#share");
  await page.waitForFunction(() => /link is copied/.test(document.querySelector("#status").textContent));
  return clipboardOf(page);
}

async function made(visit) {
  const page = await visit();
  await page.selectOption("#operation", "ssm:PutInventory");
  await page.check('input[name="form"][value="client"]');
  await paste(page, TEXT);
  return { page, link: await shared(page) };
}

export default {
  async "a share link brings operation, form and text to another browser"(visit) {
    const { page, link } = await made(visit);
    assert.match(new URL(link).hash, /^#A[\w-]+$/);
    assert.equal(await page.evaluate(() => location.href), link);
    const other = await visit({ path: link });
    assert.equal(await other.inputValue("#operation"), "ssm:PutInventory");
    assert.equal(await other.isChecked('input[value="client"]'), true);
    assert.equal(await textOf(other), TEXT);
    assert.ok((await findingsOf(other)).some(({ path }) => path === "/note"));
  },

  async "a link of the first version still opens"(visit) {
    const page = await visit({ path: `#${OLD_LINK}` });
    assert.equal(await page.inputValue("#operation"), "ssm:PutInventory");
    assert.equal(await page.isChecked('input[value="wire"]'), true);
    assert.equal(await textOf(page), '{ "InstanceId": "i-0a1b2c3d4e5f67890", "Items": [] }');
  },

  async "a broken link is told in words, and the page works all the same"(visit) {
    const { link } = await made(visit);
    const hash = new URL(link).hash;
    const broken = {
      cut: hash.slice(0, -9),
      changed: hash.slice(0, 20) + (hash[20] === "x" ? "y" : "x") + hash.slice(21),
      "not base64": "#A%%%",
      short: "#A",
      newer: `#B${hash.slice(2)}`,
    };
    for (const [kind, damaged] of Object.entries(broken)) {
      const page = await visit({ path: damaged });
      const words = await page.innerText("#banner");
      assert.match(words, kind === "newer" ? /newer version/ : /damaged/, `${kind}: ${words}`);
      assert.ok((await findingsOf(page)).length > 0);
    }
  },

  async "a link for an unknown operation keeps its text and says so"(visit, { address }) {
    const { deflateRawSync } = await import("node:zlib");
    const packed = deflateRawSync(JSON.stringify(["none:Such", "wire", "{}"]));
    let sum = 0x811c9dc5;
    for (const byte of packed) sum = Math.imul(sum ^ byte, 0x01000193);
    const tail = Buffer.alloc(4);
    tail.writeUInt32BE(sum >>> 0);
    const hash = Buffer.concat([packed, tail]).toString("base64url");
    const page = await visit({ path: `${address}#A${hash}` });
    assert.match(await page.innerText("#banner"), /none:Such/);
    assert.equal(await textOf(page), "{}");
  },

  async "a link put into the open page replaces the text, and undo brings it back"(visit) {
    const { link } = await made(visit);
    const page = await visit();
    await paste(page, "{ }");
    await page.evaluate((hash) => {
      location.hash = hash;
    }, new URL(link).hash);
    await checked(page);
    assert.equal(await textOf(page), TEXT);
    await page.click(".cm-content");
    await page.keyboard.press("Control+z");
    assert.equal(await textOf(page), "{ }");
    await page.evaluate(() => {
      location.hash = "#A-damaged";
    });
    await page.waitForSelector("#banner:not([hidden])");
    assert.equal(await textOf(page), "{ }");
  },

  async "typed text is still there after a reload, also on a link"(visit) {
    const { page } = await made(visit);
    await paste(page, "{ }");
    await page.reload();
    await checked(page);
    assert.equal(await textOf(page), "{ }");
    assert.equal(await page.inputValue("#operation"), "ssm:PutInventory");
    await example(page, "A script's first try");
    await page.evaluate(() => history.replaceState(null, "", location.pathname));
    await page.reload();
    await checked(page);
    assert.match(await textOf(page), /LinuxHardening/);
  },

  async "the theme follows the system, can be switched, and is remembered"(visit) {
    const page = await visit({ context: { colorScheme: "dark" } });
    const dark = () =>
      page.evaluate(() => {
        const [red] = getComputedStyle(document.body).backgroundColor.match(/\d+/g);
        return Number(red) < 100;
      });
    assert.equal(await dark(), true);
    await page.click("#theme");
    assert.match(await page.innerText("#theme"), /light/);
    assert.equal(await dark(), false);
    await page.reload();
    await checked(page);
    assert.match(await page.innerText("#theme"), /light/);
    assert.equal(await dark(), false);
    await page.click("#theme");
    await page.click("#theme");
    assert.match(await page.innerText("#theme"), /system/);
    assert.equal(await dark(), true);
    await page.reload();
    await checked(page);
    assert.equal(await dark(), true);
  },

  async "without storage the page works, it only forgets"(visit) {
    const page = await visit({
      before: (page) =>
        page.addInitScript(() => {
          for (const name of ["localStorage", "sessionStorage"])
            Object.defineProperty(window, name, {
              get() {
                throw new DOMException("forbidden", "SecurityError");
              },
            });
        }),
    });
    await page.click("#theme");
    assert.match(await page.innerText("#theme"), /light/);
    assert.ok((await findingsOf(page)).length > 0);
  },
};
