// Package pdftext reads the text layer of PDF files: words with their boxes,
// in lines, in reading order.
//
// The file structure (objects, cross references, common filters) is read by
// github.com/ledongthuc/pdf; everything above it is done here, because that
// package's text methods know neither Form XObjects, where OCRmyPDF keeps its
// whole text layer, nor the widths of the standard fonts, nor spaces that are
// only gaps. The stages, one file each:
//
//	bytes → open → pages → stream → lex → interp (fonts: font, cmap, encoding)
//	      → words (gaps) → layout (columns, lines) → Page
//
// Before a file is opened, decrypt decrypts it, and repair mends its cross
// references where they are broken. Content streams have a lexer of their own:
// a bad escape or an inline image must cost one operator, not the page.
//
// Files are untrusted. Every walk is bounded, every panic of the structure
// reader becomes an error of the page that it struck. A loop or an allocation
// inside the structure reader can still hang or kill the process; so a program
// reads foreign files in a child process: see [Serve] and [Client].
//
// Coordinates are points (1/72 inch), the origin at the top left of the page as
// a reader sees it (Rotate applied), y growing downwards.
package pdftext
