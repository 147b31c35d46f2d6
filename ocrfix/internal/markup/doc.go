// Package markup reads and rewrites the three markup formats in which OCR
// engines deliver words with their places: ALTO (2 to 4), hOCR (1.2) and PAGE
// (2013 to 2024).
//
// A [Scanner] walks the source and says where each tag, attribute and text
// lies; a reader ([Read]) turns that into a flat [File] of pages, blocks, lines
// and words in reading order, each remembering its bytes; and [File.Rewrite]
// answers a list of [Change]s with the same file in which only the bytes of the
// changed words differ. No tree is built, so attribute order, name space
// prefixes, comments and white space survive because nobody touches them.
//
// Sources are untrusted. Entities that a document type declares are never
// expanded and nothing outside the source is ever fetched, so expansion bombs
// stay the few bytes that they are; nesting is limited to [MaxDepth]; memory is
// proportional to the length of the source.
package markup
