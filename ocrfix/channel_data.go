package ocrfix

import (
	_ "embed"
	"io"
	"regexp"
	"strings"
	"sync"

	"ocrfix/ocrfix/internal/channel"
)

// channelTSV is the channel table that is built in; `ocrtrain channel` makes
// it from the pairs.
//
//go:embed channel.tsv
var channelTSV string

var builtinChannel = sync.OnceValue(func() *channel.Table {
	t, err := channel.Parse(strings.NewReader(channelTSV))
	if err != nil {
		panic("built-in channel table: " + err.Error())
	}
	return t
})

// A ChannelLearner counts the confusions of a scanner from pairs of raw and
// true text. The zero value is ready to use by one goroutine.
type ChannelLearner struct{ counter channel.Counter }

// Add counts the confusions of one pair under a family of sources, such as
// the engine's name. Line-end hyphens are joined first and white space is
// collapsed, as the measures do.
func (l *ChannelLearner) Add(family, raw, truth string) {
	l.counter.Add(family, flattenForChannel(raw), flattenForChannel(truth))
}

// WriteTable writes the table of what was seen at least least times, as tab
// separated text that a person can edit.
func (l *ChannelLearner) WriteTable(w io.Writer, least int) error {
	return l.counter.Table(least).Write(w)
}

var lineEndHyphen = regexp.MustCompile(`(\pL)[-¬\x{AD}][ \t]*\r?\n[ \t]*(\pL)`)

func flattenForChannel(s string) string {
	return strings.Join(strings.Fields(lineEndHyphen.ReplaceAllString(s, "$1$2")), " ")
}
