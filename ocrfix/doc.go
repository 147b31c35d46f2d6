// Package ocrfix cleans OCR'd diplomatic documents.
//
// A [Document] holds the raw text as it was read; a [Cleaner] finds the
// [Edit]s that give back what the page said; [FindSections] and
// [FindCommitments] read the cleaned text. Data flows one way:
//
//	source → Document → Edits → cleaned text → Sections → Commitments → writers
//
// Nothing here opens a network connection, and nothing depends on the clock,
// on map order or on the number of processors: the same input gives the same
// result everywhere.
package ocrfix
