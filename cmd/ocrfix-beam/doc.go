// Ocrfix-beam cleans an archive on one machine or many: the work of ocrfix
// batch as an Apache Beam pipeline, with the same results. README.md tells how to
// run it, ocrfix-beam --help lists the flags.
//
// Reading order: pipeline.go lays the stages out. list.go finds the documents,
// shard.go cuts them into shards, source.go opens them, clean.go cleans a shard
// and writes what is kept of it, learn.go makes the first pass, tables.go makes the rows, counts.go adds up and
// makes sure that nothing is missing. settings.go is what travels to the workers,
// store.go the files and objects, main.go the command line.
//
// What is made of one document is in ../internal/record, which ocrfix batch uses,
// too.
package main
