package main

import (
	"time"

	"github.com/spf13/cobra"

	"ocrfix/ocrfix"
)

// A pdfFlags holds the flags of reading PDF files.
type pdfFlags struct {
	password string
	ocr      bool
	ocrLang  string
	noSecond bool
	pageTime time.Duration
	memory   byteSize
}

func newPDFFlags() pdfFlags {
	return pdfFlags{pageTime: ocrfix.DefaultPDFPageTime, memory: ocrfix.DefaultPDFMemory}
}

func (f *pdfFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.password, "password", "", "PDF: `PASSWORD` of an encrypted file")
	flags.BoolVar(&f.ocr, "ocr", false, "PDF: recognise pages without text, with tesseract or ocrmypdf")
	flags.StringVar(&f.ocrLang, "ocr-lang", "", "PDF: `LANGUAGES` for --ocr as tesseract names them (\"eng+fra\"; default eng)")
	flags.BoolVar(&f.noSecond, "no-pdftotext", false, "PDF: do not ask pdftotext about pages that read badly")
	flags.DurationVar(&f.pageTime, "pdf-time", f.pageTime, "PDF: give a page up after `TIME`")
	flags.Var(&f.memory, "pdf-memory", "PDF: give a page up that takes more than `SIZE` of memory")
}

func (f *pdfFlags) check() error {
	switch {
	case f.pageTime <= 0:
		return usagef("--pdf-time %v: must be more than nothing", f.pageTime)
	case f.ocrLang != "" && !f.ocr:
		return usagef("--ocr-lang is for --ocr")
	}
	return nil
}

func (f *pdfFlags) options() ocrfix.PDFOptions {
	return ocrfix.PDFOptions{
		Password: f.password,
		NoSecond: f.noSecond,
		OCR:      f.ocr,
		OCRLang:  f.ocrLang,
		PageTime: f.pageTime,
		Memory:   int64(f.memory),
	}
}
