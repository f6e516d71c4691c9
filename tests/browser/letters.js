/* What tests/browser/test_letters.py lets a page do with the modules of sealing. */
const at = "/static/referral/";
const jose = `${at}vendor/jose-6.2.18/`;
const letters = await import(`${at}letters.js`);
const directory = await import(`${at}directory.js`);
const signatures = await import(`${at}signatures.js`);
const plain = await import(`${at}plain.js`);
const { generalDecrypt } = await import(`${jose}jwe/general/decrypt.js`);
const { compactVerify } = await import(`${jose}jws/compact/verify.js`);

const closed = (key) => crypto.subtle.importKey("jwk", key, letters.AGREES, false, ["deriveBits"]);
const parsed = (said) => {
  try {
    return JSON.parse(said);
  } catch {
    return said;
  }
};

const does = {
  async standards(told) {
    const said = [];
    for (const { letter, keys } of told.letters) {
      for (const key of keys) {
        const imported = key.kty === "oct" ? plain.raw(key.k) : key;
        said.push(plain.text((await generalDecrypt(letter, imported)).plaintext));
      }
    }
    for (const { signature, key: { d, ...open } } of told.signatures) {
      said.push(plain.text((await compactVerify(signature, open)).payload));
    }
    return said;
  },

  async vectors({ statement, root, at: when, letters: [vector], step, root_number }) {
    const now = Date.parse(when);
    const words = await directory.vouchedFor(statement, { root, now });
    const live = await directory.live(words, now);
    const contents = [];
    for (const { kid, key } of vector.keys) {
      contents.push(await letters.open(vector.letter, { ...vector, kid, key: await closed(key) }));
    }
    return {
      contents, n: live.length, number: await directory.rootNumber(root),
      step: await signatures.saidBy(step, live[0].identity, "kinbridge-step"),
      digest: (await letters.parse(vector.letter)).digest,
    };
  },

  seal: ({ content, recipients }) => letters.seal(content, recipients, { epoch: 10, version: 3 }),

  async open({ letter, keys, ref }) {
    const opened = keys.map(async ({ kid, key }) =>
      (await letters.open(letter, { kid, key: await closed(key), ref, epoch: 10 })).content);
    return Promise.all(opened);
  },

  /* How often each answer was given, over all ways to change a letter. */
  async tamper({ one, other, text, kid, key, ref }) {
    const right = { kid, key: await closed(key), ref, epoch: 10 };
    const answers = {};
    const attempt = async (letter, how = right) => {
      let answer = "opened";
      try {
        await letters.open(letter, how);
      } catch (problem) {
        answer = `${problem.constructor.name}: ${problem.message}`;
      }
      answers[answer] = (answers[answer] || 0) + 1;
    };
    await attempt(one);
    for (let bit = 0; bit < text.length * 8; bit += 1) {
      const place = bit >> 3;
      const turned = String.fromCharCode(text.charCodeAt(place) ^ (1 << (bit & 7)));
      await attempt(parsed(text.slice(0, place) + turned + text.slice(place + 1)));
    }
    for (let n = 0; n < text.length; n += 1) await attempt(parsed(text.slice(0, n)));
    for (const name of Object.keys(one)) await attempt({ ...one, [name]: other[name] });
    for (let n = 0; n < 4; n += 1) {
      await attempt({ ...one, recipients: one.recipients.with(n, other.recipients[n]) });
    }
    await attempt({ ...one, recipients: one.recipients.toReversed() });
    await attempt(other);
    await attempt(one, { ...right, epoch: 11 });
    await attempt(one, { ...right, kid: "B" });
    return answers;
  },

  /* Why each of these statements is not gone by. */
  async refusals({ statements, root }) {
    const why = ({ statement, now, seen }) =>
      directory.vouchedFor(statement, { root, now, seen }).then(() => "", (problem) => problem.message);
    return Promise.all(statements.map(why));
  },
};
