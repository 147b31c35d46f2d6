package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// A plan says where the result of each input goes.
type plan struct {
	stdout bool
	paths  []string // one an input, when not stdout; "" for one that cannot be read
}

// planOutputs decides the output of every input before any is read. No out,
// or "-", means standard output. One input that is a file goes to the file
// out, or into it if it is a folder or ends in a slash. Several inputs, or a
// folder as input, go to out/<rel with the ending ext>; inputs that would
// write the same name keep their full name (b.pdf.txt). Names that differ
// only in case count as the same, so that a result is the same on every file
// system. An output that would overwrite an input is refused.
func planOutputs(l list, out, ext string) (plan, error) {
	if out == "" || out == stdin {
		return plan{stdout: true}, nil
	}
	var paths []string
	if len(l.inputs) == 1 && !l.folder && !isFolder(out) {
		paths = []string{out}
	} else {
		if info, err := os.Stat(out); err == nil && !info.IsDir() {
			return plan{}, usagef("%s is a file, but several results need a folder", out).
				hint("give -o the name of a folder; it is made if it does not exist")
		}
		names, err := outputNames(l.inputs, ext)
		if err != nil {
			return plan{}, err
		}
		for _, name := range names {
			if name != "" {
				name = filepath.Join(out, name)
			}
			paths = append(paths, name)
		}
	}
	var sources []string
	for _, in := range l.inputs {
		sources = append(sources, in.path)
	}
	if err := refuseOverwrite(paths, sources); err != nil {
		return plan{}, err
	}
	return plan{paths: paths}, nil
}

// isFolder reports whether path is a folder or is written as one.
func isFolder(path string) bool {
	if strings.HasSuffix(path, "/") || strings.HasSuffix(path, string(filepath.Separator)) {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// outputNames gives each input its path below the output folder, "" to one that
// is known not to be readable.
func outputNames(inputs []input, ext string) ([]string, error) {
	names := make([]string, len(inputs))
	full := make([]bool, len(inputs))
	for {
		owners := make(map[string][]int)
		for i, in := range inputs {
			if in.err != nil {
				continue // nothing will be written
			}
			names[i] = in.rel + ext
			if !full[i] {
				names[i] = strings.TrimSuffix(in.rel, filepath.Ext(in.rel)) + ext
			}
			key := strings.ToLower(names[i])
			owners[key] = append(owners[key], i)
		}
		changed := false
		for i := range inputs {
			if inputs[i].err == nil && !full[i] && len(owners[strings.ToLower(names[i])]) > 1 {
				full[i], changed = true, true
			}
		}
		if changed {
			continue
		}
		for i := range inputs {
			if same := owners[strings.ToLower(names[i])]; len(same) > 1 {
				return nil, usagef("%s and %s would both be written to %s", inputs[same[0]].path, inputs[same[1]].path, names[i]).
					hint("name the folder above them, or run once for each with another -o")
			}
		}
		return names, nil
	}
}

// refuseOverwrite returns an error if one of the outputs is one of the
// sources, by name or through a link.
func refuseOverwrite(outputs, sources []string) error {
	bySpelling := make(map[string][]string)
	for _, s := range sources {
		if s != stdin {
			key := strings.ToLower(resolve(s))
			bySpelling[key] = append(bySpelling[key], s)
		}
	}
	for _, o := range outputs {
		if o == "" {
			continue
		}
		for _, s := range bySpelling[strings.ToLower(resolve(o))] {
			if resolve(o) == resolve(s) || samePath(o, s) {
				return usagef("%s is an input: raw files are never overwritten", s).
					hint("choose another file or folder with -o")
			}
		}
	}
	return nil
}

// resolve gives the absolute path with links followed as far as they exist.
func resolve(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		return real
	}
	dir, name := filepath.Split(abs)
	if dir == abs || name == "" {
		return abs
	}
	return filepath.Join(resolve(filepath.Clean(dir)), name)
}

// partials are the files that are being written. A file appears under its
// name only when it is whole: it is written beside it and then renamed. The
// zero value is ready; it may be used by several goroutines.
type partials struct {
	mu        sync.Mutex
	names     map[string]bool
	abandoned bool
}

var errAbandoned = errors.New("interrupted")

// write puts data into the file path, making its folder where needed. The
// file keeps its permissions if it exists. A device or a pipe is written to
// directly.
func (p *partials) write(path string, data []byte) (err error) {
	path = followLink(path)
	mode := fs.FileMode(0o666)
	if info, err := os.Stat(path); err == nil {
		switch {
		case info.IsDir():
			return usagef("%s is a folder", path).hint("give -o the name of a file")
		case !info.Mode().IsRegular():
			return writeDirectly(path, data)
		}
		mode = info.Mode().Perm()
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	f, err := p.create(dir, mode)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			p.remove(f.Name())
		}
	}()
	if _, err := bytes.NewReader(data).WriteTo(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return p.rename(f.Name(), path)
}

// create opens a new partial file in dir.
func (p *partials) create(dir string, mode fs.FileMode) (*os.File, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.abandoned {
		return nil, errAbandoned
	}
	for {
		name := filepath.Join(dir, fmt.Sprintf(".ocrfix-%08x.tmp", rand.Uint32()))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if p.names == nil {
			p.names = make(map[string]bool)
		}
		p.names[name] = true
		return f, nil
	}
}

// rename gives a whole file its name.
func (p *partials) rename(name, path string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.abandoned {
		return errAbandoned
	}
	if err := os.Rename(name, path); err != nil {
		return err
	}
	delete(p.names, name)
	return nil
}

// remove takes a partial file away.
func (p *partials) remove(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	os.Remove(name)
	delete(p.names, name)
}

// abandon takes every partial file away and lets no other be made.
func (p *partials) abandon() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.abandoned = true
	for name := range p.names {
		os.Remove(name)
	}
}

// followLink gives the file that path links to, so that a link stays a link.
func followLink(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

func writeDirectly(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// emit writes data, made of the sources, to the file out, or to standard output
// where out is empty or "-".
func (a *app) emit(out string, data []byte, sources ...string) error {
	if out == "" || out == stdin {
		_, err := a.out.Write(data)
		return err
	}
	if err := refuseExpanded(out, sources, data); err != nil {
		return err
	}
	if err := a.partials.write(out, data); err != nil {
		return named(out, err)
	}
	return nil
}
