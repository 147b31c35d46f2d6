package main

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"strings"

	"ocrfix/cmd/internal/record"
)

// maxListSize bounds a list of inputs.
const maxListSize byteSize = 4 << 30

// paths gives the paths that the arguments stand for.
func (r *batchRun) paths(args []string) ([]string, error) {
	paths, err := globs(args)
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		switch {
		case path == "":
			return nil, errEmpty
		case resolve(path) == resolve(r.out) || samePath(path, r.out):
			return nil, usagef("%s is an input and the folder for the results", path).hint("give another folder with -o")
		}
	}
	return paths, nil
}

// list gives the documents that the paths and the list of --from stand for, each
// once.
func (r *batchRun) list(paths []string) (list, error) {
	l, err := expand(paths, r.out)
	if err != nil || r.from == "" {
		return l, err
	}
	data, err := r.app.readAll(r.from, maxListSize)
	if err != nil {
		l.close()
		return list{}, named("--from "+r.from, err)
	}
	if err := l.addListed(data, r.out); err != nil {
		l.close()
		return list{}, err
	}
	if len(l.inputs) == 0 {
		return list{}, usagef("--from %s names no input", r.from)
	}
	return l, nil
}

// globs expands the arguments that are patterns and no files. A pattern that
// fits nothing is an error.
func globs(args []string) ([]string, error) {
	var paths []string
	for _, arg := range args {
		if _, err := os.Lstat(arg); err == nil || !strings.ContainsAny(arg, "*?[") {
			paths = append(paths, arg)
			continue
		}
		found, err := filepath.Glob(arg)
		if err != nil {
			return nil, usagef("%s: %v", arg, err)
		}
		if len(found) == 0 {
			return nil, usagef("%s fits no file", arg)
		}
		paths = append(paths, found...)
	}
	return paths, nil
}

// addListed adds the inputs of a list of paths, one a line. Their results keep
// the path that is listed, without what leads out of the output folder.
func (l *list) addListed(data []byte, out string) error {
	seen := make(map[string]bool)
	for _, in := range l.inputs {
		seen[in.path] = true
	}
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		path := strings.TrimSuffix(lines.Text(), "\r")
		if path == "" {
			continue
		}
		if path == stdin {
			return usagef("a document on standard input cannot be read again")
		}
		under, err := expand([]string{path}, out)
		if err != nil {
			return err
		}
		base := record.LocalPath(filepath.Clean(path))
		for _, in := range under.inputs {
			if seen[in.path] && in.err == nil {
				continue
			}
			seen[in.path] = true
			if under.folder {
				in.rel = filepath.Join(base, in.rel)
			} else {
				in.rel = base
			}
			l.inputs = append(l.inputs, in)
		}
		l.archives = append(l.archives, under.archives...)
		l.folder = l.folder || under.folder
		l.skipped += under.skipped
		l.batches = append(l.batches, under.batches...)
	}
	return lines.Err()
}

// location gives where an input is, however it is named, with slashes. What
// stands behind the name of an archive is no path: the name of an entry that was
// refused may lead anywhere.
func (in input) location() (string, error) {
	file, entry := in.path, ""
	if in.archive != "" {
		file, entry = in.archive, strings.TrimPrefix(in.path, in.archive)
	}
	abs, err := filepath.Abs(file)
	return filepath.ToSlash(abs) + entry, err
}

// planBatch gives each input its outputs: the path below the output folder by
// format, with slashes. The names of the report and of the profile stay
// free.
func planBatch(l list, out string, writers []record.Format) ([]map[string]string, error) {
	plans := make([]map[string]string, len(l.inputs))
	inputs := l.inputs[:len(l.inputs):len(l.inputs)]
	for _, name := range []string{reportName, profileName} {
		inputs = append(inputs, input{path: name, rel: strings.TrimSuffix(name, filepath.Ext(name))})
	}
	var sources, outputs []string
	for _, in := range l.inputs {
		sources = append(sources, in.path)
	}
	for _, w := range writers {
		names, err := outputNames(inputs, w.Ending)
		if err != nil {
			return nil, err
		}
		for i, name := range names[:len(l.inputs)] {
			if name == "" {
				continue
			}
			if plans[i] == nil {
				plans[i] = make(map[string]string, len(writers))
			}
			plans[i][w.Name] = filepath.ToSlash(name)
			outputs = append(outputs, filepath.Join(out, name))
		}
	}
	return plans, refuseOverwrite(outputs, sources)
}
