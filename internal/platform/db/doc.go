// Package db opens the database, SQLite or PostgreSQL, and runs transactions.
// The same SQL text goes to both.
//
// A SQLite database lies in a data folder and has one server; a lock file keeps
// a second one away. All its writing runs on one connection: acts that wait at
// the same moment share one transaction, each in a savepoint of its own, and are
// answered after the common commit (group commit). A PostgreSQL database may
// serve several nodes.
//
// Everything a room does happens in [DB.Write] or [DB.Read], on a [Tx] that
// carries the time of the transaction and the source of chance, so that neither
// SQL nor rules read the clock.
package db
