// Command ocrfix cleans OCR'd diplomatic documents and reads what they
// promise.
package main
