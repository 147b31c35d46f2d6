package web

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// A part is one document of a request, still as bytes.
type part struct {
	name     string // that the client gave it, "" for none; never a path
	format   string // of a document, "" to find it out
	encoding string // of a text, "" to find it out
	data     []byte
}

// receive reads the body of a request into its parts, by field. The body is a
// form (multipart/form-data), a JSON object of texts, or a bare document, which
// becomes the first of the fields. It holds at least one part.
func receive(w http.ResponseWriter, r *http.Request, fields []string, limit int64) (map[string]*part, error) {
	if r.ContentLength > limit {
		return nil, tooLarge(limit)
	}
	if e := r.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return nil, &Error{Status: http.StatusUnsupportedMediaType, Message: "the body must not be compressed"}
	}
	r.Body = http.MaxBytesReader(w, r.Body, limit)
	kind, params := "", map[string]string{}
	if s := r.Header.Get("Content-Type"); s != "" {
		var err error
		if kind, params, err = mime.ParseMediaType(s); err != nil {
			return nil, badRequest("the content type is malformed")
		}
	}
	parts, err := map[string]*part(nil), error(nil)
	switch {
	case kind == "multipart/form-data":
		parts, err = receiveForm(r, fields)
	case kind == "application/json":
		parts, err = receiveJSON(r, fields)
	case kind == "application/x-www-form-urlencoded" || strings.HasPrefix(kind, "multipart/"):
		return nil, &Error{
			Status: http.StatusUnsupportedMediaType, Message: "the content type " + kind + " is not taken",
			Hint: "text/plain, application/pdf, application/json or multipart/form-data (curl -F file=@record.txt)",
		}
	default:
		p := &part{}
		if p.encoding, err = encodingOf(params); err == nil {
			p.data, err = io.ReadAll(r.Body)
		}
		parts = map[string]*part{fields[0]: p}
	}
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		if len(p.data) > 0 {
			return parts, nil
		}
	}
	return nil, badRequest("there is no document in the request")
}

// encodings are the character sets of a content type that can be read.
var encodings = []string{"utf-8", "utf-16le", "utf-16be", "windows-1252"}

func encodingOf(params map[string]string) (string, error) {
	name := strings.ToLower(params["charset"])
	if name == "" || slices.Contains(encodings, name) {
		return name, nil
	}
	return "", &Error{Status: http.StatusUnsupportedMediaType, Message: "the character set is not known", Hint: strings.Join(encodings, ", ")}
}

func receiveForm(r *http.Request, fields []string) (map[string]*part, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return nil, badRequest("the form is malformed")
	}
	parts := make(map[string]*part)
	for {
		next, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return parts, nil
		}
		if err != nil {
			return nil, malformed("the form is malformed", err)
		}
		field := next.FormName()
		if err := checkField(field, fields, parts[field] != nil); err != nil {
			return nil, err
		}
		data, err := io.ReadAll(next)
		if err != nil {
			return nil, malformed("the form is malformed", err)
		}
		p := &part{name: baseName(next.FileName()), data: data}
		if p.name == "" {
			p.format = "text"
		}
		parts[field] = p
	}
}

func receiveJSON(r *http.Request, fields []string) (map[string]*part, error) {
	var texts map[string]string
	dec := json.NewDecoder(r.Body)
	if err := dec.Decode(&texts); err != nil {
		return nil, malformed("the JSON is no object of texts", err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, malformed("the JSON goes on after its object", err)
	}
	parts := make(map[string]*part)
	for field, text := range texts {
		if err := checkField(field, fields, false); err != nil {
			return nil, err
		}
		parts[field] = &part{format: "text", encoding: "utf-8", data: []byte(text)}
	}
	return parts, nil
}

func checkField(field string, fields []string, twice bool) error {
	hint := "the fields are " + strings.Join(fields, " and ")
	switch {
	case !slices.Contains(fields, field):
		return &Error{Status: http.StatusBadRequest, Message: "there is a field that is not known", Hint: hint}
	case twice:
		return &Error{Status: http.StatusBadRequest, Message: "a field comes twice", Hint: "send one document a request"}
	}
	return nil
}

// malformed is err where it says that the body was too large or too slow, and
// a bad request where it is about what stood in it.
func malformed(message string, err error) error {
	if err != nil {
		if e := asError(err); e.Status != http.StatusInternalServerError {
			return e
		}
	}
	return badRequest(message)
}
