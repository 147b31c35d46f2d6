package ocrfix

import "io"

// WriteText writes the cleaned text, byte for byte, in UTF-8: lines and pages
// are those of the source, so that [Undo] can take it back.
func WriteText(w io.Writer, r *Result) error {
	_, err := io.WriteString(w, r.Text)
	return err
}
