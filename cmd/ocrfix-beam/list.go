package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"ocrfix/cmd/internal/archive"
	"ocrfix/cmd/internal/record"
)

func init() {
	register.DoFn4x1[context.Context, []byte, func(Shard), func(Counts), error](&listFn{})
	register.Emitter1[Shard]()
	register.Emitter1[Counts]()
}

// listFn finds the documents and cuts them into shards, as a stream: it holds
// one shard, and the names in one folder, at a time.
type listFn struct {
	Paths []string // files, folders, archives and patterns
	From  string   // a file that lists more of them, one a line
	Out   string   // the folder of the results, which is not entered
	Mean  int      // documents in a shard
}

var skippedFiles = beam.NewCounter("ocrfix", "other_files")

func (l *listFn) ProcessElement(ctx context.Context, _ []byte, emit func(Shard), count func(Counts)) error {
	w := &walker{out: l.Out, cutter: cutter{mean: l.Mean}}
	w.cutter.emit = func(s Shard) {
		count(Counts{Listed: int64(len(s.Refs)), ListedShards: 1})
		emit(s)
	}
	for _, path := range l.Paths {
		if err := w.addArgument(ctx, path); err != nil {
			return err
		}
	}
	if l.From != "" {
		if err := w.addList(ctx, l.From); err != nil {
			return fmt.Errorf("--from %s: %w", l.From, err)
		}
	}
	w.cutter.cut()
	skippedFiles.Inc(ctx, int64(w.skipped))
	return nil
}

// A walker turns what the user names into documents.
type walker struct {
	out     string
	cutter  cutter
	skipped int // files in folders and archives that are of another kind
}

// addArgument adds what a path on the command line stands for: of a pattern, all
// that it fits.
func (w *walker) addArgument(ctx context.Context, path string) error {
	if isRemote(path) {
		return w.addRemote(ctx, path)
	}
	if _, err := os.Lstat(path); err != nil && strings.ContainsAny(path, "*?[") {
		found, err := filepath.Glob(path)
		if err == nil && len(found) == 0 {
			err = errors.New("fits no file")
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, path := range found {
			w.add(ctx, path, "")
		}
		return nil
	}
	w.add(ctx, path, "")
	return nil
}

// addRemote adds the objects that a URL fits: one, those of a pattern, or, in gs://
// and of one that ends in a slash, all below.
func (w *walker) addRemote(ctx context.Context, url string) error {
	fsys, err := fileSystem(ctx, url)
	if err != nil {
		return err
	}
	pattern, base := url, url[:strings.LastIndexByte(url, '/')+1]
	if strings.HasSuffix(url, "/") {
		if !strings.HasPrefix(url, "gs://") {
			return fmt.Errorf("%s: only gs:// gives all that is below a folder; name a pattern for each depth (%s*.pdf), or give a list with --from", url, url)
		}
		pattern += "**"
	}
	found, err := fsys.List(ctx, pattern)
	if err == nil && len(found) == 0 {
		err = errors.New("fits no object")
	}
	if err != nil {
		return fmt.Errorf("%s: %w", url, err)
	}
	slices.Sort(found)
	many := pattern != url || strings.ContainsAny(url, "*?[")
	if i := strings.IndexAny(base, "*?["); i >= 0 {
		base = base[:strings.LastIndexByte(base[:i], '/')+1]
	}
	none := true
	for _, o := range found {
		switch {
		case w.out != "" && strings.HasPrefix(o, strings.TrimSuffix(w.out, "/")+"/"), strings.HasSuffix(o, "/"):
		case many && !record.Wanted(strings.TrimPrefix(o, base)) && !archive.HasEnding(o):
			w.skipped++
		case !many && archive.HasEnding(o):
			none = false
			w.skipped += listArchive(ctx, o, o, "", w.cutter.add)
		default:
			none = false
			w.addObject(ctx, o, localPath(strings.TrimPrefix(o, base)))
		}
	}
	if none {
		return fmt.Errorf("%s: %w", url, record.ErrNoDocuments)
	}
	return nil
}

// addObject adds one object: a document, or an archive, by its name.
func (w *walker) addObject(ctx context.Context, url, rel string) {
	if archive.HasEnding(url) {
		w.skipped += listArchive(ctx, url, url, rel, w.cutter.add)
		return
	}
	w.cutter.add(Ref{Location: url, Path: url, Rel: rel, Size: -1})
}

// addList adds the paths of a list. Their results keep the path that is listed.
func (w *walker) addList(ctx context.Context, name string) error {
	f, err := open(ctx, name)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	last := ""
	for lines.Scan() {
		path := strings.TrimSuffix(lines.Text(), "\r")
		if path == "" || path == last {
			continue
		}
		last = path
		if isRemote(path) {
			_, rel, _ := strings.Cut(path, "://")
			w.addObject(ctx, path, localPath(rel))
			continue
		}
		w.add(ctx, path, localPath(filepath.ToSlash(filepath.Clean(path))))
	}
	if err := lines.Err(); err != nil || last != "" {
		return err
	}
	return errors.New("names no input")
}

// add adds what a path of this machine stands for: a file, which is read
// whatever its ending, an archive, or a folder. Results go below rel, or, where
// that is empty, are named after the file alone.
func (w *walker) add(ctx context.Context, path, rel string) {
	path = filepath.Clean(path)
	info, err := os.Stat(path)
	named := rel
	if rel == "" {
		named = filepath.Base(path)
	}
	switch {
	case err != nil:
		w.refuse(path, named, err)
	case info.IsDir():
		w.walk(ctx, path, rel)
	case isArchive(path, info):
		w.skipped += listArchive(ctx, location(path), filepath.ToSlash(path), rel, w.cutter.add)
	default:
		w.file(path, named, info)
	}
}

func (w *walker) file(path, rel string, info fs.FileInfo) {
	r := Ref{Location: location(path), Path: filepath.ToSlash(path), Rel: filepath.ToSlash(rel), Size: info.Size()}
	if !info.Mode().IsRegular() {
		r.Size = -1
	}
	w.cutter.add(r)
}

func (w *walker) refuse(path, rel string, err error) {
	f := record.NewFailure(err)
	w.cutter.add(Ref{Location: location(path), Path: filepath.ToSlash(path), Rel: filepath.ToSlash(rel), Size: -1, Reason: f.Reason, Hint: f.Hint})
}

// walk adds the documents below a folder by name. Hidden files and folders are
// passed over, links to folders are not followed.
func (w *walker) walk(ctx context.Context, root, under string) {
	found := false
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		rel, relErr := filepath.Rel(root, path)
		rel = filepath.Join(filepath.FromSlash(under), rel)
		switch {
		case err != nil || relErr != nil:
			found = true
			w.refuse(path, rel, errors.Join(err, relErr))
			return nil
		case path != root && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			if path != root && samePath(path, w.out) {
				return fs.SkipDir
			}
			return nil
		case !archive.HasEnding(path) && !record.Wanted(d.Name()):
			w.skipped++
			return nil
		}
		info, err := os.Stat(path)
		switch {
		case err != nil:
			w.refuse(path, rel, err)
		case !info.Mode().IsRegular():
			w.skipped++
			return nil
		case archive.HasEnding(path):
			w.skipped += listArchive(ctx, location(path), filepath.ToSlash(path), filepath.ToSlash(rel), w.cutter.add)
		default:
			w.file(path, rel, info)
		}
		found = true
		return nil
	})
	if !found {
		w.refuse(root, filepath.Base(root), record.ErrNoDocuments)
	}
}

// location gives where a file of this machine is, however it is named.
func location(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	return filepath.ToSlash(path)
}

// localPath gives a path with slashes as one below a folder: without its drive,
// its root and its steps upwards.
func localPath(path string) string {
	return filepath.ToSlash(record.LocalPath(path))
}

// isArchive reports whether a file is an archive, by its first bytes.
func isArchive(path string, info fs.FileInfo) bool {
	if !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	return archive.IsFile(f)
}

// samePath reports whether two paths lead to the same existing folder.
func samePath(a, b string) bool {
	ai, err := os.Stat(a)
	if err != nil || b == "" || isRemote(b) {
		return false
	}
	bi, err := os.Stat(b)
	return err == nil && os.SameFile(ai, bi)
}
