/*
 * What the phone keeps, in IndexedDB. Three stores:
 *   profiles  one for each person on this phone: a picture, a salt, the wrapped key
 *   rows      pages, waiting forms, drafts; each encrypted for one profile, its name too
 *   sealed    waiting forms once more, sealed for the server: they outlive key and PIN
 */
let opening;

function base() {
  opening ??= new Promise((done, fail) => {
    const asked = indexedDB.open("kinbridge", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("profiles", { keyPath: "id" });
      asked.result.createObjectStore("rows", { keyPath: ["profile", "store", "id"] });
      asked.result.createObjectStore("sealed", { keyPath: "key" }).createIndex("person", "person");
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  return opening;
}

/** Ask one thing of one store: ask("profiles", (store) => store.getAll()). */
export async function ask(name, question) {
  const store = (await base()).transaction(name).objectStore(name);
  return new Promise((done, fail) => {
    const asked = question(store);
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}

/** Change stores, whole or not at all; done only when the disk has it. */
export async function change(names, work) {
  const tx = (await base()).transaction(names, "readwrite", { durability: "strict" });
  return new Promise((done, fail) => {
    tx.oncomplete = () => done();
    tx.onerror = tx.onabort = () => fail(tx.error);
    work(...[names].flat().map((name) => tx.objectStore(name)));
  });
}

export const profiles = () => ask("profiles", (store) => store.getAll());
export const keepProfile = (profile) => change("profiles", (store) => store.put(profile));

/** Forget somebody's rows; what is sealed stays, it tells nobody anything. */
export const forgetRows = (profile, of = []) =>
  change("rows", (rows) => rows.delete(IDBKeyRange.bound([profile, ...of], [profile, ...of, []])));

const bytes = (text) => new TextEncoder().encode(text);
export const base64url = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** The rows of one profile, as long as its keys are in memory. */
export class Rows {
  constructor(profile, keys) {
    this.profile = profile;
    this.keys = keys;
  }

  async #name(store, id) {
    return base64url(await crypto.subtle.sign("HMAC", this.keys.names, bytes(`${store}|${id}`)));
  }

  #how(row) {
    const whose = bytes(`${row.store}|${row.id}|${row.profile}`);
    return { name: "AES-GCM", iv: row.iv, additionalData: whose };
  }

  async #locked(store, id, value) {
    const row = { profile: this.profile, store, id: await this.#name(store, id) };
    row.iv = crypto.getRandomValues(new Uint8Array(12));
    row.data = await crypto.subtle.encrypt(this.#how(row), this.keys.rows, bytes(JSON.stringify(value)));
    return row;
  }

  async #opened(row) {
    const plain = await crypto.subtle.decrypt(this.#how(row), this.keys.rows, row.data);
    return JSON.parse(new TextDecoder().decode(plain));
  }

  async read(store, id) {
    const key = [this.profile, store, await this.#name(store, id)];
    const row = await ask("rows", (rows) => rows.get(key));
    return row && this.#opened(row);
  }

  #range(store) {
    return IDBKeyRange.bound([this.profile, store], [this.profile, store, []]);
  }

  async all(store) {
    return Promise.all((await ask("rows", (rows) => rows.getAll(this.#range(store)))).map((row) => this.#opened(row)));
  }

  count(store) {
    return ask("rows", (rows) => rows.count(this.#range(store)));
  }

  /** Of these ids, those that have a row. */
  async having(store, ids) {
    const here = new Set((await ask("rows", (rows) => rows.getAllKeys(this.#range(store)))).map((key) => key[2]));
    const names = await Promise.all(ids.map((id) => this.#name(store, id)));
    return new Set(ids.filter((id, n) => here.has(names[n])));
  }

  /** Puts and removals in one transaction: [[store, id, value]…], [[store, id]…]. */
  async write(puts, removals = [], seal = () => {}) {
    const rows = await Promise.all(puts.map((put) => this.#locked(...put)));
    const gone = await Promise.all(removals.map(async ([store, id]) => [this.profile, store, await this.#name(store, id)]));
    await change(["rows", "sealed"], (store, sealed) => {
      for (const key of gone) store.delete(key);
      for (const row of rows) store.put(row);
      seal(sealed);
    });
  }
}
