package ocrfix

// boldShare is how much of a line's letters, in percent, must be bold for the
// line to be.
const boldShare = 80

// A lineWeight counts the bold letters of lines while their words are read in
// order. It keeps nothing of the lines after the last bold one.
type lineWeight struct {
	bold       []bool // of the lines up to the last bold one
	line       int    // the current line
	all, heavy int    // bytes of it, and bold ones
}

// add counts a word of n bytes on a line, which is not before the one added last.
func (w *lineWeight) add(line, n int, bold bool) {
	if line != w.line {
		w.close()
		w.line = line
	}
	w.all += n
	if bold {
		w.heavy += n
	}
}

// close ends the current line.
func (w *lineWeight) close() {
	if w.heavy > 0 && w.heavy*100 >= w.all*boldShare {
		for len(w.bold) < w.line {
			w.bold = append(w.bold, false)
		}
		w.bold = append(w.bold, true)
	}
	w.all, w.heavy = 0, 0
}

// lines returns for each of n lines whether it is bold, nil where none is.
func (w *lineWeight) lines(n int) []bool {
	w.close()
	if len(w.bold) == 0 {
		return nil
	}
	out := make([]bool, n)
	copy(out, w.bold)
	return out
}
