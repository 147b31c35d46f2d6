package main

import (
	"context"
	"net"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"ocrfix/cmd/ocrfix/internal/web"
)

// A serveRun is one call of the verb serve.
type serveRun struct {
	app     *app
	correct correctFlags
	pdf     pdfFlags

	addr    string
	hosts   []string
	origins []string
	maxSize byteSize
	receive time.Duration
	work    time.Duration
	jobs    int
}

func (a *app) serveCmd() *cobra.Command {
	r := &serveRun{app: a, maxSize: web.DefaultMaxBytes}
	cmd := &cobra.Command{
		Use:   "serve [flags]",
		Short: "Answer as an HTTP API",
		Long: `serve answers over HTTP what clean, split and diff answer on the command line:

  POST /v1/clean   the cleaned text, every change, sections and commitments
  POST /v1/split   sections and commitments
  POST /v1/diff    the changes, raw against cleaned
  GET  /openapi.json, /healthz, /metrics

A document is sent as the body, as a form (multipart/form-data) or as JSON
{"text": "…"}. It is kept in memory while it is worked on, and nowhere else. The
server is reached from this machine only, unless --addr says otherwise; there is
no password, so that whoever reaches it may use it. The pages of other sites
may not, nor may names of the server that --allow-host does not list. An
interrupt lets the requests in hand finish.`,
		Example: `  ocrfix serve
  curl --data-binary @record.txt -H 'Content-Type: text/plain' localhost:8137/v1/clean
  curl -F file=@scan.pdf 'localhost:8137/v1/split?min_strength=3'
  curl -F raw=@record.txt -F cleaned=@mine.txt 'localhost:8137/v1/diff?format=words'
  curl -F raw=@record.txt 'localhost:8137/v1/diff?format=html' -o diff.html
  ocrfix serve --addr 0.0.0.0:8137 --allow-host archive.example.org`,
		Args: countArgs(0, 0),
		Annotations: exitStatuses(
			"0  stopped by an interrupt, with nothing left in hand",
			"2  wrong usage, or the address is taken"),
		RunE: func(cmd *cobra.Command, _ []string) error { return r.run(cmd.Context()) },
	}
	flags := cmd.Flags()
	flags.StringVar(&r.addr, "addr", "127.0.0.1:8137", "listen on `HOST:PORT` (port 0: any that is free)")
	flags.StringSliceVar(&r.hosts, "allow-host", nil, "further `NAME` under which the server may be addressed")
	flags.StringSliceVar(&r.origins, "allow-origin", nil, "let the pages of this `ORIGIN` call (https://example.org)")
	flags.Var(&r.maxSize, "max-size", "refuse a request larger than `SIZE`")
	flags.DurationVar(&r.receive, "receive-time", web.DefaultReceive, "give a request up that has not arrived within `TIME`")
	flags.DurationVar(&r.work, "work-time", web.DefaultWork, "give a request up that is not answered within `TIME`")
	flags.IntVarP(&r.jobs, "jobs", "j", 0, "work on `N` requests at the same time (0: one a processor)")
	r.pdf = newPDFFlags()
	r.pdf.register(cmd)
	r.correct.register(cmd)
	return cmd
}

func (r *serveRun) run(ctx context.Context) error {
	switch {
	case r.receive <= 0 || r.work <= 0:
		return usagef("--receive-time and --work-time must be more than nothing")
	case r.jobs < 0:
		return usagef("--jobs %d: must not be negative", r.jobs)
	}
	if r.jobs == 0 {
		r.jobs = runtime.GOMAXPROCS(0)
	}
	if err := r.pdf.check(); err != nil {
		return err
	}
	cleaner, err := r.correct.cleaner(r.app)
	if err != nil {
		return err
	}
	api := &web.API{Cleaner: *cleaner, PDF: r.pdf.options(), MaxBytes: int64(r.maxSize), Work: r.work, Jobs: r.jobs}
	l, err := net.Listen("tcp", r.addr)
	if err != nil {
		return hinted(err, "--addr chooses another address; port 0 is any that is free")
	}
	r.app.orderly.Store(true)
	r.app.ui.say("ocrfix: listening on http://%s (Ctrl-C stops)", l.Addr())
	guard := &web.Guard{Hosts: r.hosts, Origins: r.origins}
	return (&web.Server{Receive: r.receive, Work: r.work}).Serve(ctx, l, guard.Wrap(api.Handler()))
}
