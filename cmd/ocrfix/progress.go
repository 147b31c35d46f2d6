package main

import (
	"encoding/json"
	"fmt"
	"time"
)

// A progressFlag is the value of --progress. Its zero value is auto: a line
// on the terminal when several documents take more than a moment, nothing
// where standard error is no terminal.
type progressFlag string

var progressModes = []string{"auto", "json", "none"}

func (p *progressFlag) String() string {
	if *p == "" {
		return "auto"
	}
	return string(*p)
}
func (p *progressFlag) Type() string       { return "how" }
func (p *progressFlag) Set(s string) error { return setOneOf((*string)(p), s, progressModes) }

// A meter shows how far a verb has come. Its methods are called from one
// goroutine.
type meter struct {
	ui     *ui
	mode   string
	total  int
	count  progressCount
	begun  time.Time
	shown  time.Time
	redraw time.Duration
}

// A progressCount is one line of --progress json.
type progressCount struct {
	Phase  string `json:"phase,omitempty"` // "learn" in the first pass of batch
	Done   int    `json:"done"`
	Failed int    `json:"failed"`
	Total  int    `json:"total"`
	Path   string `json:"path"`
	Error  string `json:"error,omitempty"`
}

func (a *app) newMeter(total int) *meter {
	m := &meter{ui: a.ui, mode: a.progress.String(), total: total, begun: time.Now(), redraw: 100 * time.Millisecond}
	if m.mode == "auto" && (!a.ui.errTerminal || a.ui.quiet || total < 2) {
		m.mode = "none"
	}
	m.count.Total = total
	return m
}

// step counts one input, which failed unless err is nil.
func (m *meter) step(path string, err error) {
	m.count.Done++
	m.count.Path, m.count.Error = path, ""
	if err != nil {
		m.count.Failed++
		m.count.Error = describe(err)
	}
	switch m.mode {
	case "json":
		line, _ := json.Marshal(m.count) // plain fields cannot fail
		m.ui.print(string(line))
	case "auto":
		if now := time.Now(); now.Sub(m.shown) >= m.redraw {
			m.shown = now
			m.ui.show(fmt.Sprintf("%s%d of %d  %s  %s", m.prefix(), m.count.Done, m.total, now.Sub(m.begun).Round(time.Second), path))
		}
	}
}

func (m *meter) prefix() string {
	if m.count.Phase == "" {
		return ""
	}
	return m.count.Phase + "  "
}

// finish takes the progress line away.
func (m *meter) finish() {
	if m.mode == "auto" {
		m.ui.show("")
	}
}
