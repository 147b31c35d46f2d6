package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"ocrfix/cmd/ocrfix/internal/archivedb"
)

// A batchMeter shows how far a batch has come: a bar on the terminal, a line
// for every document with --progress json. Its methods are called from one
// goroutine.
type batchMeter struct {
	ui     *ui
	mode   string
	counts archivedb.Counts
	begun  time.Time
	shown  time.Time
	left   int64 // bytes of the documents to come, as far as known
}

// A batchStep is one line of --progress json.
type batchStep struct {
	progressCount
	Skipped int     `json:"skipped"`
	Pages   int     `json:"pages"`
	MBps    float64 `json:"mb_per_s"`
	Left    float64 `json:"left_s"` // estimated; -1 when nothing is known yet
}

// redrawn is how often the bar is drawn again.
const redrawn = 200 * time.Millisecond

func (r *batchRun) newBatchMeter() *batchMeter {
	m := &batchMeter{ui: r.app.ui, mode: r.app.progress.String(), begun: time.Now()}
	if m.mode == "auto" && (!m.ui.errTerminal || m.ui.quiet) {
		m.mode = "none"
	}
	m.counts.Files = len(r.inputs)
	for _, in := range r.inputs {
		m.left += max(in.size, 0)
	}
	return m
}

// step counts one document.
func (m *batchMeter) step(in input, d done) {
	c := &m.counts
	switch {
	case d.skipped:
		c.Skipped++
	case d.failure != nil:
		c.Failed++
	default:
		c.Done++
		c.Pages += len(d.record.Result.Document.Pages)
		c.Bytes += int(d.record.Bytes)
	}
	m.left -= max(in.size, 0)
	switch m.mode {
	case "json":
		s := batchStep{
			progressCount: progressCount{Done: c.Done + c.Skipped + c.Failed, Failed: c.Failed, Total: c.Files, Path: in.path},
			Skipped:       c.Skipped, Pages: c.Pages, MBps: m.rate() / 1e6, Left: m.remaining().Seconds(),
		}
		if d.err != nil {
			s.Error = describe(d.err)
		}
		line, _ := json.Marshal(s) // plain fields cannot fail
		m.ui.print(string(line))
	case "auto":
		if now := time.Now(); now.Sub(m.shown) >= redrawn {
			m.shown = now
			m.ui.show(m.line())
		}
	}
}

// rate is the speed in bytes a second, over the documents cleaned.
func (m *batchMeter) rate() float64 {
	return float64(m.counts.Bytes) / max(time.Since(m.begun).Seconds(), 1e-3)
}

// remaining estimates the time left; it is -1 s when nothing is known.
func (m *batchMeter) remaining() time.Duration {
	if rate := m.rate(); rate > 0 {
		return time.Duration(float64(m.left) / rate * float64(time.Second))
	}
	return -time.Second
}

// barWidth is the length of the bar in characters.
const barWidth = 24

// line is the progress as one line.
func (m *batchMeter) line() string {
	c := &m.counts
	at := c.Done + c.Skipped + c.Failed
	full := barWidth * at / max(c.Files, 1)
	line := fmt.Sprintf("%s%s %d of %d  %s  %s", strings.Repeat("█", full), strings.Repeat("░", barWidth-full), at, c.Files, plural(c.Pages, "page"), rateText(m.rate()))
	if left := m.remaining(); left >= 0 {
		line += "  " + left.Round(time.Second).String() + " left"
	}
	if c.Failed > 0 {
		line += fmt.Sprintf("  %d failed", c.Failed)
	}
	return line
}

// rateText writes a speed in bytes a second, a slow one in kB/s.
func rateText(rate float64) string {
	if rate < 1e5 {
		return fmt.Sprintf("%.1f kB/s", rate/1e3)
	}
	return fmt.Sprintf("%.2f MB/s", rate/1e6)
}

// finish takes the bar away.
func (m *batchMeter) finish() {
	if m.mode == "auto" {
		m.ui.show("")
	}
}
