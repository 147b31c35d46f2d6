package main

import (
	"bytes"
	"encoding/csv"
	"fmt"

	"ocrfix/cmd/internal/record"
	"ocrfix/cmd/ocrfix/internal/archivedb"
)

// writeUndecided gives the suggestions that nobody has judged as a file of
// decisions whose first column is to be filled in.
func writeUndecided(list []archivedb.Undecided) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = '\t'
	if err := w.Write(record.DecisionColumns); err != nil {
		return nil, err
	}
	for _, u := range list {
		if err := w.Write([]string{"", u.Word, u.New, u.Before, u.After, fmt.Sprint(u.Count), u.Example}); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
