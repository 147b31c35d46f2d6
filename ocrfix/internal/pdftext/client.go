package pdftext

import (
	"bytes"
	"context"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"time"
)

// What a worker can die of. A page's error wraps one of them.
var (
	ErrTime   = errors.New("reading took longer than allowed")
	ErrMemory = errors.New("reading took more memory than allowed")
	ErrCrash  = errors.New("the reading process ended unexpectedly")
)

// A Client reads untrusted files in child processes, page by page. A page
// that kills its worker costs that page; the next worker goes on behind it.
type Client struct {
	// Worker returns the command of a worker, which must call [Serve] on its
	// standard input and output. The client sets these.
	Worker func(context.Context) *exec.Cmd
	// PageTime is how long one page, or the opening of the file, may take.
	PageTime time.Duration
	// Memory is how many bytes a worker may use; 0 means no limit.
	Memory int64
}

// maxDeaths is after how many dead workers the rest of a file is given up.
const maxDeaths = 16

// errStruck is an ErrCrash that says nothing about the file: see [Struck].
var errStruck = fmt.Errorf("%w, told to by a signal", ErrCrash)

// maxStrikes is how many workers may be struck over a file.
const maxStrikes = 3

// Struck reports whether a child ended because the user wanted the parent to
// end. Between its start and the moment from which it stands apart, Ctrl-C
// reaches it.
func Struck(p *os.ProcessState) bool {
	switch p.String() {
	case "signal: interrupt", "signal: terminated":
		return true
	}
	return false
}

// A Result is what was read of a file.
type Result struct {
	Pages []Page
	// Errs has for each page why it, or a part of it, could not be read.
	Errs []error
	// Repaired says that the cross references of the file were rebuilt.
	Repaired bool
}

// Read reads all pages of the file in data, which it does not change. The
// error is about the file as a whole: see the Err variables.
func (c *Client) Read(ctx context.Context, data []byte, password string) (*Result, error) {
	res := &Result{}
	total := -1
	req := request{Password: password, Memory: c.Memory, PageTime: c.PageTime}
	strikes := 0
	for deaths := 0; total < 0 || len(res.Pages) < total; {
		req.From = len(res.Pages)
		err := c.session(ctx, req, data, res, &total)
		switch {
		case err == nil && len(res.Pages) == total:
			return res, nil
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, errStruck) && strikes < maxStrikes:
			strikes++
			continue
		case total < 0 && !req.Repair && died(err):
			req.Repair = true // forged cross references can kill who follows them
			continue
		case total < 0:
			return nil, err
		case err == nil:
			err = ErrCrash
		}
		// The page that was being read is lost.
		if deaths++; deaths == maxDeaths {
			err = fmt.Errorf("given up after %d failed pages: %w", deaths, err)
			for len(res.Pages) < total {
				res.lose(err)
			}
			return res, nil
		}
		res.lose(err)
	}
	return res, nil
}

// died reports whether err is what a worker died of.
func died(err error) bool {
	return errors.Is(err, ErrTime) || errors.Is(err, ErrMemory) || errors.Is(err, ErrCrash)
}

func (r *Result) lose(err error) {
	r.Pages, r.Errs = append(r.Pages, Page{}), append(r.Errs, err)
}

// session runs one worker, which appends the pages that it reads to res.
func (c *Client) session(ctx context.Context, req request, data []byte, res *Result, total *int) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	head, err := json.Marshal(req)
	if err != nil {
		return err
	}
	cmd := c.Worker(ctx)
	cmd.Stdin = io.MultiReader(bytes.NewReader(append(head, '\n')), bytes.NewReader(data))
	complaint := &headWriter{}
	cmd.Stderr = complaint
	cmd.WaitDelay = time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting the reading process: %w", err)
	}
	replies := make(chan reply)
	broken := make(chan error, 1)
	go func() {
		dec := gob.NewDecoder(out)
		for {
			var m reply
			if err := dec.Decode(&m); err != nil {
				broken <- err
				return
			}
			select {
			case replies <- m:
			case <-ctx.Done():
				return
			}
		}
	}()
	err = c.collect(ctx, replies, broken, res, total)
	if !errors.Is(err, ErrCrash) {
		cancel() // kills it; one that has crashed ends by itself, with its own status
	}
	defer time.AfterFunc(time.Second, cancel).Stop()
	cmd.Wait()
	if errors.Is(err, ErrCrash) && Struck(cmd.ProcessState) {
		return errStruck
	}
	if errors.Is(err, ErrCrash) && (cmd.ProcessState.ExitCode() == exitMemory || strings.Contains(complaint.String(), "memory")) {
		return ErrMemory
	}
	return err
}

// collect takes replies until the worker has told all, or fails.
func (c *Client) collect(ctx context.Context, replies <-chan reply, broken <-chan error, res *Result, total *int) error {
	opened := false
	timer := time.NewTimer(c.PageTime)
	defer timer.Stop()
	for !opened || len(res.Pages) < *total {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-timer.C:
			return fmt.Errorf("%w (%v)", ErrTime, c.PageTime)
		case <-broken:
			return ErrCrash
		case m := <-replies:
			timer.Reset(c.PageTime)
			if !opened {
				opened = true
				if err := m.fileError(); err != nil {
					return err
				}
				*total, res.Repaired = min(m.Pages, maxPages), m.Repaired
				continue
			}
			if m.Page == nil {
				return ErrCrash
			}
			var err error
			if m.Err != "" {
				err = errors.New(m.Err)
			}
			res.Pages, res.Errs = append(res.Pages, *m.Page), append(res.Errs, err)
		}
	}
	return nil
}

// ReadAll reads a file in this process, for callers that trust it or have no
// worker. A file that makes the structure reader loop makes ReadAll loop.
func ReadAll(data []byte, password string) (*Result, error) {
	f, err := Open(bytes.Clone(data), password)
	if err != nil {
		return nil, err
	}
	res := &Result{Repaired: f.Repaired}
	for i := range f.NumPages() {
		p, err := f.Page(i)
		res.Pages, res.Errs = append(res.Pages, *p), append(res.Errs, err)
	}
	return res, nil
}

// A headWriter keeps the first bytes written to it.
type headWriter struct{ bytes.Buffer }

func (w *headWriter) Write(p []byte) (int, error) {
	if room := 2048 - w.Len(); room > 0 {
		w.Buffer.Write(p[:min(len(p), room)])
	}
	return len(p), nil
}
