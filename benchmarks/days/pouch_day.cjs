// The day on a phone with PouchDB: the records of the days before are there already, those of
// today and the edits are made offline; then one replication up and one down, as CHT does it.
// Reads { url, before, records, edits } from stdin; says "ready", waits for a line, replicates.
const PouchDB = require("pouchdb-core").plugin(require("pouchdb-adapter-memory")).plugin(require("pouchdb-adapter-http")).plugin(require("pouchdb-replication"));
const lines = require("readline").createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const next = async () => (await lines.next()).value;

(async () => {
  const { url, before, records, edits } = JSON.parse(await next());
  const phone = new PouchDB("phone", { adapter: "memory" });
  const away = new PouchDB(url);
  await away.bulkDocs(before);
  await phone.replicate.from(away);
  await phone.replicate.to(away);
  for (const doc of records) await phone.put(doc);
  for (const { _id, ...fields } of edits) await phone.put({ ...(await phone.get(_id)), ...fields });
  console.log("ready");
  await next();
  const up = await phone.replicate.to(away);
  console.log(JSON.stringify({ written: up.docs_written, failed: up.doc_write_failures }));
  await next();
  const down = await phone.replicate.from(away);
  console.log(JSON.stringify({ written: down.docs_written }));
  process.exit(0);
})();
