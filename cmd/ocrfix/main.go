// Command ocrfix cleans OCR'd diplomatic documents.
package main

func main() {}
