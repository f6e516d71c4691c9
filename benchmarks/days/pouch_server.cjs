// A CouchDB-protocol server of PouchDB's own: express-pouchdb on memory, at a port of the
// loopback that the system chooses; it prints the port.
const express = require("express");
const PouchDB = require("pouchdb-core").plugin(require("pouchdb-adapter-memory")).plugin(require("pouchdb-mapreduce")).plugin(require("pouchdb-replication"));

const app = express();
app.use("/", require("express-pouchdb")(PouchDB.defaults({ adapter: "memory" }), { mode: "minimumForPouchDB", inMemoryConfig: true, logPath: "/dev/null" }));
const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
