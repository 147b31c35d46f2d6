package web

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"path"
	"strings"

	"ocrfix/ocrfix"
)

// An Error is a request that cannot be served. As JSON it is the body of the
// answer: {"error": "…", "hint": "…"}.
type Error struct {
	Status  int    `json:"-"`
	Message string `json:"error"`
	Hint    string `json:"hint,omitempty"` // what to try
}

func (e *Error) Error() string { return e.Message }

func badRequest(message string) *Error {
	return &Error{Status: http.StatusBadRequest, Message: message}
}

// asError gives err the status that it deserves. What it does not know is a
// fault of this program, whose text stays here.
func asError(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	if e, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return tooLarge(e.Limit)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return badRequest("the body ends too early")
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return &Error{Status: http.StatusRequestTimeout, Message: "the body came too slowly"}
	}
	if e, ok := errors.AsType[*ocrfix.ReadError](err); ok {
		return &Error{Status: http.StatusUnprocessableEntity, Message: "the document cannot be read: " + e.Err.Error(), Hint: e.Hint}
	}
	return &Error{Status: http.StatusInternalServerError, Message: "this should not have happened"}
}

func tooLarge(limit int64) *Error {
	return &Error{Status: http.StatusRequestEntityTooLarge, Message: "larger than " + sizeText(limit), Hint: "send the document in parts, or raise --max-size"}
}

// writeError answers with an error.
func writeError(w http.ResponseWriter, e *Error) {
	if e.Status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "1")
	}
	writeJSON(w, e.Status, e)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		status, data = http.StatusInternalServerError, []byte(`{"error":"this should not have happened"}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(append(data, '\n'))
}

// baseName is the last part of a name that a client gave, "" where there is
// none. It is shown, and never opened.
func baseName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if name == "." || name == "/" || name == ".." {
		return ""
	}
	return strings.ToValidUTF8(name, "\uFFFD")
}
