package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"ocrfix/cmd/internal/record"
	"ocrfix/ocrfix"
)

// Settings say how documents are read and cleaned. They travel to the workers,
// so they hold no more than a few words: lists lie in files that every worker
// can open.
type Settings struct {
	Version    string        `json:"version"`
	Formats    []string      `json:"formats"`
	Threshold  float64       `json:"threshold"`
	RealWords  float64       `json:"realword_threshold"`
	Disable    []string      `json:"disable,omitempty"`
	Protect    []ListFile    `json:"protect,omitempty"`
	Decisions  *ListFile     `json:"decisions,omitempty"`
	Lang       string        `json:"lang,omitempty"`
	Reflow     bool          `json:"reflow,omitempty"`
	Furniture  string        `json:"furniture"`
	MinQuality float64       `json:"min_quality,omitempty"`
	Encoding   string        `json:"encoding,omitempty"`
	MaxSize    int64         `json:"max_size,omitempty"`
	OCR        bool          `json:"ocr,omitempty"`
	OCRLang    string        `json:"ocr_lang,omitempty"`
	NoSecond   bool          `json:"no_pdftotext,omitempty"`
	PageTime   time.Duration `json:"pdf_time"`
	Memory     int64         `json:"pdf_memory"`
}

// A ListFile is a file that the workers read, and the hash of what it held when
// the job began.
type ListFile struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
}

// maxListFile bounds a list in bytes.
const maxListFile = 256 << 20

func newListFile(ctx context.Context, path string) (ListFile, []byte, error) {
	data, err := readFile(ctx, path, maxListFile)
	if err != nil {
		return ListFile{}, nil, fmt.Errorf("%s: %w", path, err)
	}
	return ListFile{path, record.Hash(data)}, data, nil
}

// read reads the list where the worker stands.
func (l ListFile) read(ctx context.Context) ([]byte, error) {
	data, err := readFile(ctx, l.Path, maxListFile)
	if err != nil {
		return nil, fmt.Errorf("%s: %w (it must be where every worker can open it)", l.Path, err)
	}
	if record.Hash(data) != l.SHA256 {
		return nil, fmt.Errorf("%s is not here what it was when the job began", l.Path)
	}
	return data, nil
}

// fingerprint names the settings and what was learned from the archive: all that
// a result depends on besides the document.
func (s *Settings) fingerprint(profile ListFile) string {
	text, _ := json.Marshal(s) // plain fields cannot fail
	return record.Hash(append(text, profile.SHA256...))
}

// readOptions say how documents are read.
func (s *Settings) readOptions() record.ReadOptions {
	return record.ReadOptions{
		MaxSize:  s.MaxSize,
		Encoding: s.Encoding,
		PDF: ocrfix.PDFOptions{
			NoSecond: s.NoSecond, OCR: s.OCR, OCRLang: s.OCRLang, PageTime: s.PageTime, Memory: s.Memory,
		},
	}
}

// formats gives the formats of the cleaned files.
func (s *Settings) formats() ([]record.Format, error) {
	var list []record.Format
	for _, name := range s.Formats {
		f, err := record.Formats.Find(name)
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

// maker reads the lists and gives what cleans documents.
func (s *Settings) maker(ctx context.Context, profile ListFile) (*record.Maker, error) {
	c := &ocrfix.Cleaner{Threshold: s.Threshold, RealWordThreshold: s.RealWords, Lang: s.Lang}
	for _, class := range s.Disable {
		c.Disable = append(c.Disable, ocrfix.Class(class))
	}
	for _, l := range s.Protect {
		data, err := l.read(ctx)
		if err != nil {
			return nil, err
		}
		words, err := record.ParseWords(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.Path, err)
		}
		c.Protect = append(c.Protect, words...)
	}
	m := &record.Maker{
		Cleaner: c, Lang: s.Lang, MinQuality: s.MinQuality,
		Furniture: ocrfix.FurnitureMode(s.Furniture), Reflow: s.Reflow, Settings: s.fingerprint(profile),
	}
	if profile.Path != "" {
		data, err := profile.read(ctx)
		if err != nil {
			return nil, err
		}
		if c.Profile, err = ocrfix.ReadProfile(bytes.NewReader(data)); err != nil {
			return nil, fmt.Errorf("%s: %w", profile.Path, err)
		}
	}
	if s.Decisions != nil {
		data, err := s.Decisions.read(ctx)
		if err != nil {
			return nil, err
		}
		if m.Decisions, err = record.ParseDecisions(data); err != nil {
			return nil, fmt.Errorf("%s: %w", s.Decisions.Path, err)
		}
	}
	return m, nil
}
