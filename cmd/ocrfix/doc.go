/*
Command ocrfix cleans OCR'd diplomatic documents and reads what they promise.

Usage:

	ocrfix VERB [flags] ARGUMENT…

The verbs are:

	clean     give the text as the page had it
	diff      show what changed, raw against cleaned
	split     list sections and commitments
	batch     clean a whole archive, with a database and a report
	search    search an archive that batch has cleaned
	learn     learn how an archive's scanner errs and which words it uses
	explain   show candidates, costs and the path taken
	eval      measure error rates before and after
	review    judge the changes in a browser
	serve     answer as an HTTP API
	undo      give the raw bytes again
	lexicon   look words up in the language data
	version   show the version of the command and of its data

"ocrfix VERB --help" shows the flags of a verb, examples and exit statuses.

# Inputs and outputs

PATH is a file, a folder, an archive (.zip, .tar, .tar.gz, .tar.xz) or - for
standard input. From a folder or an archive every document in it is read, by
name; hidden files and links to folders are passed over. A file that is named
itself is read whatever its ending: its first bytes decide the format, which is
plain text, PDF, hOCR, ALTO or PAGE. Other HTML is refused.

Data goes to standard output, messages go to standard error. With -o OUT one
input goes to the file OUT; several, or a folder, go to
OUT/<path below the folder with the ending of the format>, and inputs that would
write the same name keep their full name: b.pdf and b.txt become b.pdf.txt and
b.txt.txt. An output appears under its name only when it is whole. An output
that is also an input is refused: raw files are never overwritten. So is the
first of the files that a shell makes of a pattern behind -o ("-o *.txt"), unless
it is the result of an earlier run.

Several documents are worked on at the same time, see --jobs; outputs and
messages come in the order of the inputs, with the same bytes whatever the
number.

# PDF files

The text layer is read, page by page, in a child process with a limit of time
and memory (--pdf-time, --pdf-memory): a page that cannot be read is named and
costs no other. Where pdftotext is installed it is asked about pages that read
badly, and a note says which of the two served. Pages that are images only are
named too; --ocr has them recognised by tesseract (with pdftoppm) or by
ocrmypdf, whichever is installed, in the languages of --ocr-lang. An encrypted
file wants --password.

# Messages

Progress is shown on a terminal only; --progress json writes one JSON object an
input to standard error. Colours are used on a terminal only, unless NO_COLOR is
set; --color decides otherwise. --quiet leaves nothing but errors.

# Exit status

	0    done
	1    the texts differ (diff, clean --check)
	2    wrong usage, or nothing could be done
	3    finished, but some inputs failed; each is named with the reason
	130  interrupted; partial files were removed (batch: the files in hand were
	     finished, and the same command goes on from there)

# The source

main.go is the one way out. walk.go turns arguments into inputs, queue.go works
on them in order, output.go decides where results go and writes them, progress.go
counts, and ui.go holds every message. Each verb has a file of its own;
batch has several, batch_*.go, and its journal in internal/archivedb. What is made
of one document, and what a person decided about it, is in ../internal/record,
reading from archives in ../internal/archive: cmd/ocrfix-beam has both, too.
review_desk.go keeps decisions. The handlers of serve and review are in
internal/web.
*/
package main
