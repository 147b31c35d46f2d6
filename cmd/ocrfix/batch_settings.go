package main

import (
	"encoding/json"
	"runtime/debug"
	"strings"

	"ocrfix/cmd/internal/record"
)

// version names the command and its data, on one line.
func version() string {
	text := versionText(debug.ReadBuildInfo()) + dataText()
	return strings.ReplaceAll(strings.TrimSpace(text), "\n", "; ")
}

// A batchSettings is what a result depends on, besides the document. The
// password of PDF files is not among them: with the wrong one there is none.
type batchSettings struct {
	Version    string   `json:"version"`
	Formats    []string `json:"formats"`
	Threshold  float64  `json:"threshold"`
	RealWords  float64  `json:"realword_threshold"`
	Disable    []string `json:"disable,omitempty"`
	Protect    string   `json:"protect,omitempty"` // a hash of the words
	Lang       string   `json:"lang,omitempty"`
	Profile    string   `json:"profile,omitempty"` // a hash of it
	Reflow     bool     `json:"reflow,omitempty"`
	Furniture  string   `json:"furniture"`
	MinQuality float64  `json:"min_quality,omitempty"`
	Encoding   string   `json:"encoding,omitempty"`
	MaxSize    int64    `json:"max_size,omitempty"`
	OCR        bool     `json:"ocr,omitempty"`
	OCRLang    string   `json:"ocr_lang,omitempty"`
	NoSecond   bool     `json:"no_pdftotext,omitempty"`
	PageTime   string   `json:"pdf_time"`
	Memory     int64    `json:"pdf_memory"`
}

func (r *batchRun) batchSettings() batchSettings {
	c := &r.clean
	s := batchSettings{
		Version: version(), Formats: r.formats, Threshold: c.cleaner.Threshold, RealWords: c.cleaner.RealWordThreshold, Lang: c.correct.lang, Profile: r.profile,
		Reflow: c.reflow, Furniture: c.furniture, MinQuality: c.minQuality,
		Encoding: c.read.encoding, MaxSize: int64(c.read.maxSize),
		OCR: c.read.pdf.ocr, OCRLang: c.read.pdf.ocrLang, NoSecond: c.read.pdf.noSecond,
		PageTime: c.read.pdf.pageTime.String(), Memory: int64(c.read.pdf.memory),
	}
	for _, class := range c.cleaner.Disable {
		s.Disable = append(s.Disable, string(class))
	}
	if len(c.cleaner.Protect) > 0 {
		s.Protect = record.Hash([]byte(strings.Join(c.cleaner.Protect, "\n")))
	}
	return s
}

// fingerprint names the settings.
func (s batchSettings) fingerprint() string {
	data, _ := json.Marshal(s) // plain fields cannot fail
	return record.Hash(data)
}
