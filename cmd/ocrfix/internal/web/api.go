package web

import (
	"bytes"
	"context"
	_ "embed"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"ocrfix/ocrfix"
)

// An API answers over HTTP what the verbs clean, split and diff answer on the
// command line; GET /openapi.json describes it. The zero value is ready to use,
// by several goroutines at once; its fields must not change while it is in use.
type API struct {
	// Cleaner is what a request starts from; it may ask for another
	// threshold, language and classes.
	Cleaner ocrfix.Cleaner
	// PDF says how to read PDF files.
	PDF ocrfix.PDFOptions
	// MaxBytes is the size from which a request is refused, in bytes; 0
	// means DefaultMaxBytes.
	MaxBytes int64
	// Work is how long a request may wait and be worked on; 0 means
	// DefaultWork. What cannot be stopped goes on and holds its place until
	// it is done.
	Work time.Duration
	// Jobs is how many requests are worked on at the same time; 0 means one
	// a processor. Others wait.
	Jobs int

	once    sync.Once
	places  chan struct{} // one for each that is worked on
	inHand  chan struct{} // one for each that is held in memory
	metrics metrics
}

// DefaultMaxBytes is the size of a request up to which it is read.
const DefaultMaxBytes = 16 << 20

// mostInHand is how many requests may wait, each with its body in memory.
const mostInHand = 256

//go:embed openapi.json
var openAPI []byte

// Handler returns the end points. A [Guard] should stand before it.
func (a *API) Handler() http.Handler {
	a.once.Do(func() {
		jobs := a.Jobs
		if jobs <= 0 {
			jobs = runtime.GOMAXPROCS(0)
		}
		a.places = make(chan struct{}, jobs)
		a.inHand = make(chan struct{}, mostInHand)
	})
	get := func(h http.HandlerFunc) map[string]http.HandlerFunc {
		return map[string]http.HandlerFunc{http.MethodGet: h, http.MethodHead: h}
	}
	post := func(e endPoint) map[string]http.HandlerFunc {
		return map[string]http.HandlerFunc{http.MethodPost: func(w http.ResponseWriter, r *http.Request) { a.serve(w, r, e) }}
	}
	return router{
		"/v1/clean": post(endPoint{fields: []string{"file", "text"}, do: a.clean}),
		"/v1/split": post(endPoint{fields: []string{"file", "text"}, do: a.split}),
		"/v1/diff":  post(endPoint{fields: []string{"raw", "cleaned", "truth"}, do: a.diff}),
		"/openapi.json": get(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.Write(openAPI)
		}),
		"/healthz": get(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.Write([]byte("ok\n"))
		}),
		"/metrics": get(a.metrics.ServeHTTP),
	}
}

// A router holds a handler for each path and method. Another path gets status
// 404, another method 405 with the ones that are.
type router map[string]map[string]http.HandlerFunc

func (t router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	methods, ok := t[r.URL.Path]
	if !ok {
		writeError(w, &Error{Status: http.StatusNotFound, Message: "there is nothing here", Hint: "GET /openapi.json describes what there is"})
		return
	}
	if h, ok := methods[r.Method]; ok {
		h(w, r)
		return
	}
	var allow []string
	for m := range methods {
		allow = append(allow, m)
	}
	slices.Sort(allow)
	w.Header().Set("Allow", strings.Join(allow, ", "))
	writeError(w, &Error{Status: http.StatusMethodNotAllowed, Message: "only " + strings.Join(allow, " or ") + " is answered here"})
}

// An endPoint does one kind of work on what a request sent.
type endPoint struct {
	fields []string // of a form or a JSON object; the first is also a bare body
	do     func(*call) (answer, error)
}

// A call is what a request asks for.
type call struct {
	ctx   context.Context // of the work
	query url.Values
	parts map[string]*part // by field
}

// An answer is the body of a response.
type answer struct {
	contentType string
	policy      string // the Content-Security-Policy of a page, "" of what is none
	body        []byte
}

// serve receives a request, waits for its turn, and answers it.
func (a *API) serve(w http.ResponseWriter, r *http.Request, e endPoint) {
	done := a.metrics.begin(r.URL.Path)
	var size int64
	out, err := a.work(w, r, e, &size)
	if err != nil {
		e := asError(err)
		if e.Status == http.StatusRequestEntityTooLarge || e.Status == http.StatusRequestTimeout {
			w.Header().Set("Connection", "close") // the rest of the body is not waited for
		}
		done(e.Status, size)
		writeError(w, e)
		return
	}
	done(http.StatusOK, size)
	w.Header().Set("Content-Type", out.contentType)
	if out.policy != "" {
		w.Header().Set("Content-Security-Policy", out.policy)
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(out.body)))
	w.Write(out.body)
}

func (a *API) work(w http.ResponseWriter, r *http.Request, e endPoint, size *int64) (answer, error) {
	busy := &Error{Status: http.StatusServiceUnavailable, Message: "too many requests at once"}
	select {
	case a.inHand <- struct{}{}:
		defer func() { <-a.inHand }()
	default:
		return answer{}, busy
	}
	limit := a.MaxBytes
	if limit <= 0 {
		limit = DefaultMaxBytes
	}
	parts, err := receive(w, r, e.fields, limit)
	if err != nil {
		return answer{}, err
	}
	for _, p := range parts {
		*size += int64(len(p.data))
	}
	ctx, cancel := context.WithTimeout(r.Context(), orDefault(a.Work, DefaultWork))
	defer cancel()
	select {
	case a.places <- struct{}{}:
	case <-ctx.Done():
		return answer{}, busy
	}
	type outcome struct {
		answer
		err error
	}
	finished := make(chan outcome, 1)
	go func() {
		o := outcome{err: asError(nil)} // that of a panic
		defer func() {
			recover() // no document may end the server
			<-a.places
			finished <- o
		}()
		o.answer, o.err = e.do(&call{ctx, r.URL.Query(), parts})
	}()
	select {
	case o := <-finished:
		return o.answer, o.err
	case <-ctx.Done():
		return answer{}, &Error{Status: http.StatusServiceUnavailable, Message: "it took too long", Hint: "send the document in parts"}
	}
}

// clean answers with the result that DESIGN calls the JSON contract, or with
// the cleaned text alone.
func (a *API) clean(c *call) (answer, error) {
	res, err := a.result(c, "text", "file")
	if err != nil {
		return answer{}, err
	}
	switch c.query.Get("format") {
	case "", "json":
		res.Structure(&ocrfix.StructureOptions{Lang: c.query.Get("lang")})
		return jsonAnswer(res)
	case "txt":
		return answer{contentType: "text/plain; charset=utf-8", body: []byte(res.Text)}, nil
	}
	return answer{}, badRequest("format must be json or txt")
}

// split answers with sections and commitments.
func (a *API) split(c *call) (answer, error) {
	opt := &ocrfix.StructureOptions{Lang: c.query.Get("lang")}
	if s := c.query.Get("min_strength"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > 4 {
			return answer{}, badRequest("min_strength must be from 1 to 4")
		}
		opt.Commitments.MinStrength = n
	}
	for _, kind := range c.query["with"] {
		switch kind {
		case ocrfix.KindProcedural:
			opt.Commitments.Procedural = true
		case ocrfix.KindRequest:
			opt.Commitments.Requests = true
		default:
			return answer{}, badRequest("with must be procedural or request")
		}
	}
	res, err := a.result(c, "text", "file")
	if err != nil {
		return answer{}, err
	}
	res.Structure(opt)
	return jsonAnswer(res)
}

// result cleans the document in the one of the fields that was sent.
func (a *API) result(c *call, fields ...string) (*ocrfix.Result, error) {
	cleaner, err := a.cleaner(c.query)
	if err != nil {
		return nil, err
	}
	d, err := a.document(c, fields...)
	if err != nil {
		return nil, err
	}
	cleaner.Context = c.ctx
	return cleaner.Clean(d)
}

func (a *API) document(c *call, fields ...string) (*ocrfix.Document, error) {
	for _, f := range fields {
		if p := c.parts[f]; p != nil {
			return ocrfix.Read(bytes.NewReader(p.data), p.name, &ocrfix.ReadOptions{
				Format: p.format, Encoding: p.encoding, MaxBytes: -1, PDF: a.PDF, Context: c.ctx,
			})
		}
	}
	return nil, badRequest("no document was sent: it belongs into the field " + fields[0])
}

// cleaner follows the query: threshold, lang and disable.
func (a *API) cleaner(query url.Values) (*ocrfix.Cleaner, error) {
	c := a.Cleaner
	if s := query.Get("threshold"); s != "" {
		t, err := strconv.ParseFloat(s, 64)
		if err != nil || !(t > 0 && t <= 1) {
			return nil, badRequest("threshold must be above 0 and up to 1")
		}
		c.Threshold = t
	}
	if s := query.Get("lang"); s != "" {
		if !slices.Contains([]string{"en", "nl", "fr", "de"}, s) {
			return nil, badRequest("lang must be en, nl, fr or de")
		}
		c.Lang = s
	}
	c.Disable = slices.Clone(c.Disable)
	for _, s := range query["disable"] {
		class := ocrfix.Class(s)
		if !slices.Contains(classes, class) {
			return nil, badRequest("disable must name a class of change")
		}
		c.Disable = append(c.Disable, class)
	}
	return &c, nil
}

var classes = []ocrfix.Class{
	ocrfix.ClassNonWord, ocrfix.ClassRealWord, ocrfix.ClassBoundary, ocrfix.ClassCase, ocrfix.ClassPunctuation,
	ocrfix.ClassNumber, ocrfix.ClassName, ocrfix.ClassLayout, ocrfix.ClassEncoding,
}

func jsonAnswer(res *ocrfix.Result) (answer, error) {
	var b bytes.Buffer
	err := ocrfix.WriteJSON(&b, res)
	return answer{contentType: "application/json", body: b.Bytes()}, err
}
