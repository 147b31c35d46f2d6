package main

import (
	"context"
	"net"

	"github.com/spf13/cobra"

	"ocrfix/cmd/ocrfix/internal/web"
	"ocrfix/ocrfix"
)

// A reviewRun is one call of the verb review.
type reviewRun struct {
	app     *app
	read    readFlags
	correct correctFlags

	decisions string
}

func (a *app) reviewCmd() *cobra.Command {
	r := &reviewRun{app: a}
	cmd := &cobra.Command{
		Use:   "review [flags] PATH…",
		Short: "Judge the changes in a browser",
		Long: `review cleans documents and prints the address of a page on which a person
judges every change: accept, reject, another reading, own text, here or wherever
the words stand. Each decision goes to the file of --decisions at once, where
"ocrfix clean --decisions FILE" finds it; it names words and their neighbours
and no place, so that it holds in a document that is scanned again. A file of
the name decisions.tsv in the output of "ocrfix batch" is such a file. What is
made of commitments goes to a file beside it (decisions.commitments.tsv).

Where pdftoppm is installed, a line of a PDF file is shown as the page has it;
so is a line of hOCR, ALTO or PAGE beside whose file lies an image of the page
(a.hocr with a.png, a.jpg or a.tif, or a-1.png for page 1; a.tif may hold all
pages).

The page can be reached from this machine only, with the token in its address.
Nothing is loaded from elsewhere, and nothing leaves the machine.`,
		Example: `  ocrfix review record.txt
  ocrfix review --decisions OUT/decisions.tsv archive/
  ocrfix clean --decisions decisions.tsv record.txt`,
		Args: countArgs(1, -1),
		Annotations: exitStatuses(
			"0  stopped by an interrupt; every decision is kept",
			"2  wrong usage, or no input could be read"),
		RunE: func(cmd *cobra.Command, args []string) error { return r.run(cmd.Context(), args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&r.decisions, "decisions", decisionsName, "keep decisions in `FILE`, which may exist")
	r.read.register(cmd)
	r.correct.register(cmd)
	return cmd
}

func (r *reviewRun) run(ctx context.Context, args []string) error {
	desk, err := r.openDesk(ctx, args)
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	r.app.orderly.Store(true)
	review := &web.Review{Desk: desk, Token: web.NewToken()}
	r.app.ui.print("ocrfix: open http://" + l.Addr().String() + "/" + review.Token + "/ (Ctrl-C stops)")
	r.app.ui.say("ocrfix: decisions go to %s", r.decisions)
	guard := &web.Guard{Policy: web.ReviewPolicy}
	return new(web.Server).Serve(ctx, l, guard.Wrap(review.Handler()))
}

// openDesk reads and cleans the documents.
func (r *reviewRun) openDesk(ctx context.Context, args []string) (*reviewDesk, error) {
	cleaner, err := r.correct.cleaner(r.app)
	if err != nil {
		return nil, err
	}
	if err := refuseOverwrite([]string{r.decisions, clausesPath(r.decisions)}, args); err != nil {
		return nil, err
	}
	desk, err := newReviewDesk(r.decisions, r.correct.lang)
	if err != nil {
		return nil, err
	}
	desk.failed = r.app.ui.failed
	l, err := expand(args, "")
	if err != nil {
		return nil, err
	}
	defer l.close()
	r.app.sayPassed(l)
	meter := r.app.newMeter(len(l.inputs))
	for _, in := range l.inputs {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		err := guard(func() error {
			d, err := r.app.load(in, &r.read)
			if err != nil {
				return err
			}
			res, err := cleaner.Clean(d)
			if err == nil {
				desk.add(in.path, res, r.scan(in, d))
			}
			return err
		})
		meter.step(in.path, err)
		if err != nil {
			r.app.ui.failed(in.path, err)
		}
	}
	meter.finish()
	if len(desk.docs) == 0 {
		return nil, errNothing
	}
	desk.sort()
	return desk, nil
}

// scan gives what shows the lines of a document that is a file.
func (r *reviewRun) scan(in input, d *ocrfix.Document) *scan {
	if in.entry != nil || in.path == stdin {
		return nil
	}
	return newScan(in.path, r.read.pdf.password, d)
}
