package web

import (
	"bytes"
	"cmp"
	"strconv"
	"strings"

	"ocrfix/cmd/ocrfix/internal/diffpage"
	"ocrfix/ocrfix"
)

// pagePolicy lets a page of differences run its own script, and keeps it from
// the other answers of the server.
var pagePolicy = diffpage.Policy + "; frame-ancestors 'none'; sandbox allow-scripts"

const (
	usualContext = 3
	mostColumns  = 10_000
)

// diff answers with what leads from raw to cleaned.
func (a *API) diff(c *call) (answer, error) {
	format, err := diffFormat(c)
	if err != nil {
		return answer{}, err
	}
	context, err := number(c, "context", 0, 1<<30, usualContext)
	if err != nil {
		return answer{}, err
	}
	width, err := number(c, "width", 0, mostColumns, 0)
	if err != nil {
		return answer{}, err
	}
	res, err := a.compare(c)
	if err != nil {
		return answer{}, err
	}
	comparison := &diffpage.Comparison{
		Document: res.Document, Edits: res.Edits, Text: res.Text, Lang: res.Lang,
		RawName: cmp.Or(res.Document.Source.Path, "raw"), CleanName: "cleaned", Context: context, Width: width,
	}
	if c.parts["truth"] != nil {
		truth, err := a.document(c, "truth")
		if err != nil {
			return answer{}, err
		}
		comparison.Truth = &truth.Text
	}
	var b bytes.Buffer
	if err := format.Write(&b, comparison); err != nil {
		return answer{}, err
	}
	out := answer{contentType: format.ContentType, body: b.Bytes()}
	if format.Name == diffpage.HTML {
		out.policy = pagePolicy
	}
	return out, nil
}

func diffFormat(c *call) (diffpage.Format, error) {
	format, err := diffpage.Formats.Find(cmp.Or(c.query.Get("format"), "json"))
	if err != nil {
		return format, badRequest("format must be one of " + strings.Join(diffpage.Formats.Names(), ", "))
	}
	if c.parts["truth"] != nil && format.Name != diffpage.HTML && format.Name != diffpage.JSON {
		return format, badRequest("a truth says something only with format=html or json")
	}
	return format, nil
}

// number gives a whole number of the query, from least to most.
func number(c *call, name string, least, most, otherwise int) (int, error) {
	s := c.query.Get(name)
	if s == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		return 0, badRequest(name + " must be from " + strconv.Itoa(least) + " to " + strconv.Itoa(most))
	}
	return n, nil
}

// compare cleans the raw document, or gives the edits between the two that
// were sent.
func (a *API) compare(c *call) (*ocrfix.Result, error) {
	if c.parts["cleaned"] == nil {
		return a.result(c, "raw")
	}
	raw, err := a.document(c, "raw")
	if err != nil {
		return nil, err
	}
	cleaned, err := a.document(c, "cleaned")
	if err != nil {
		return nil, err
	}
	return &ocrfix.Result{Document: raw, Text: cleaned.Text, Edits: ocrfix.DiffEdits(raw.Text, cleaned.Text)}, nil
}
