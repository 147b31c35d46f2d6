// Package record makes of a document what an archive keeps of it: the cleaned
// files and the rows of the tables. It holds what the commands that work through
// archives share, so that they find the same in the same document.
package record

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"

	"ocrfix/ocrfix"
)

// A Record is a document that is done.
type Record struct {
	Result     *ocrfix.Result
	Bytes      int64 // of the source
	Year       int   // 0 when not known
	Settings   string
	Decisions  string
	Outputs    []Output
	Words      int
	Unknown    []WordCount // no word twice
	Keys       []Key       // one an edit
	Confusions []Confusion // no pair twice
}

// A WordCount is a word and how often it stands in the document.
type WordCount struct {
	Word  string
	Count int
}

// A Key names an edit by its words and those around them, not by its place.
type Key struct{ Word, New, Before, After string }

// A Confusion is what was read for what, and how often.
type Confusion struct {
	Raw, New string
	Count    int
}

// An Output is a file that was written for a document.
type Output struct {
	Format string
	Path   string // below the output folder, with slashes
	Bytes  int64
	SHA256 string
}

// A Failure is why a document could not be done.
type Failure struct {
	Reason   string
	Hint     string // "" when there is nothing to say
	SHA256   string // of the source, "" when it could not be read
	Settings string // of the run
}

// longestReason bounds the reason of a failure in bytes.
const longestReason = 1000

// NewFailure describes an error for the table of failures.
func NewFailure(err error) *Failure {
	f := &Failure{Reason: Describe(err)}
	if len(f.Reason) > longestReason {
		f.Reason = f.Reason[:longestReason]
	}
	f.Reason = strings.ToValidUTF8(f.Reason, "")
	if hints := Hints(err); len(hints) > 0 {
		f.Hint, _, _ = strings.Cut(hints[0], "\n")
	}
	return f
}

// Hash gives the SHA-256 of data in hexadecimal.
func Hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// HashReader gives the SHA-256 of what a reader gives, in hexadecimal.
func HashReader(r io.Reader) (string, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, r); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
