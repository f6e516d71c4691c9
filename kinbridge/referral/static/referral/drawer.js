/*
 * What sealing needs on a device, in a database of its own that needs no key: so a locked phone
 * still sends, and still raises the alarm. Nothing in it can be read as a referral.
 *   things   root, statement, receipts, places, seen: what letters are sealed by
 *   tokens   single-use rights to send
 *   letters  one row a letter, until it is closed
 *   keys     a focal point's private keys, behind a passphrase
 */
let opening;

function base() {
  opening ??= new Promise((done, fail) => {
    const asked = indexedDB.open("kinbridge-sealed", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("things");
      asked.result.createObjectStore("tokens");
      asked.result.createObjectStore("letters", { keyPath: "ref" });
      asked.result.createObjectStore("keys", { keyPath: "point" });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  return opening;
}

/** Ask one thing: ask("tokens", (store) => store.getAllKeys()). */
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

export const thing = (name) => ask("things", (store) => store.get(name));
export const keep = (things) =>
  change("things", (store) => Object.entries(things).forEach(([name, value]) => store.put(value, name)));

export const letters = async () =>
  (await ask("letters", (store) => store.getAll())).sort((a, b) => b.sealedAt - a.sealedAt);

/** Put away what is new about a letter, unless it was let go meanwhile. */
export const note = (ref, news) =>
  change("letters", (store) => {
    const asked = store.get(ref);
    asked.onsuccess = () => asked.result && store.put({ ...asked.result, ...news });
  });
